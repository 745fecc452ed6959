"""`{% load when %}`: times as people read them."""

from django import template

from audit import local_times

register = template.Library()
register.filter("when", local_times.when)
register.filter("exact", local_times.exact)
register.filter("lasting", local_times.lasting)
