"""The desk's page; everything on it comes from the API and the socket."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET


@require_GET
@login_required
@ensure_csrf_cookie
def desk(request):
    """The agent's desk."""
    return render(request, "workspace/desk.html")
