"""`{% load interval %}`: milliseconds as people read them."""

from django import template

from channels_admin import health

register = template.Library()
register.filter("interval", health.seconds)
