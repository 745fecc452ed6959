"""Is this process alive, and can it work?"""

from django.db import OperationalError, connection
from django.http import JsonResponse
from django.views.decorators.http import require_GET


@require_GET
def alive(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
def ready(request):
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
