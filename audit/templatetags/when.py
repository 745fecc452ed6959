"""`{% load when %}`: times and kept sentences as people read them."""

from django import template

from audit import kept_words, local_times

register = template.Library()
register.filter("when", local_times.when)
register.filter("exact", local_times.exact)
register.filter("as_day", local_times.as_day)
register.filter("to_second", local_times.to_second)
register.filter("lasting", local_times.lasting)
register.filter("told", kept_words.told)
