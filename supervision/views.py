"""stub for the first start"""

from django.http import HttpResponse


def history(request):
    return HttpResponse("")


def details(request, pk):
    return HttpResponse("")
