"""Filling in the console's forms as a browser does: from the page that was sent, with some fields changed."""

from html.parser import HTMLParser

from django.urls import reverse


class Form(HTMLParser):
    """The fields of the form with id `edit` on a page, as a browser would send them back."""

    def __init__(self, html):
        super().__init__()
        self.data, self._inside, self._select, self._text, self._template = {}, False, None, None, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id") == "edit"
        self._template += tag == "template"
        if self._inside and not self._template:
            self._field(tag, attrs)

    def _field(self, tag, attrs):
        reading = {"input": self._input, "textarea": self._textarea, "select": self._menu, "option": self._option}
        if tag in reading:
            reading[tag](attrs)

    def _input(self, attrs):
        kind, name = attrs.get("type"), attrs.get("name")
        if name and (kind not in ("checkbox", "radio") or "checked" in attrs):
            self.data.setdefault(name, []).append(attrs.get("value", "on" if kind == "checkbox" else ""))

    def _textarea(self, attrs):
        self._text = attrs["name"]
        self.data[self._text] = [""]

    def _menu(self, attrs):
        self._select = attrs["name"]
        self._first = True

    def _option(self, attrs):
        if self._select and (self._first or "selected" in attrs):
            self.data[self._select] = [attrs.get("value", "")]
            self._first = False

    def handle_data(self, data):
        if self._text:
            self.data[self._text] = [self.data[self._text][0] + data]

    def handle_endtag(self, tag):
        self._template -= tag == "template"
        if tag == "textarea":
            self._text = None
        if tag == "select":
            self._select = None
        if tag == "form":
            self._inside = False


def page_of(model, what, *args):
    """The address of one of a model's pages."""
    return reverse(f"console:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def fill(client, address, **changes):
    """Open the form at `address`, change these fields (None: leave out) and send it. Returns the answer."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    data = Form(answer.content.decode()).data
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value if isinstance(value, list) else [value]
    return client.post(address, data)


def rows(prefix, *given, start=0):
    """The fields of new rows of an inline table, with the count that goes with them."""
    fields = {f"{prefix}-{start + n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}
    return fields | {f"{prefix}-TOTAL_FORMS": str(start + len(given))}


def faults(answer):
    """The sentences that stand at the fields of a form that was not saved."""
    assert answer.status_code == 200, "it was saved"
    form = answer.context["adminform"].form
    found = [text for texts in form.errors.values() for text in texts]
    for formset in answer.context["inline_admin_formsets"]:
        found += [text for errors in formset.formset.errors for texts in errors.values() for text in texts]
        found += formset.formset.non_form_errors()
    return [str(text) for text in found]
