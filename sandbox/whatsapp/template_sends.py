"""Sending a template: does it exist, may it be sent, is it filled in as it wants ("Error codes" of the Cloud API)."""

from sandbox.graph.errors import GraphError
from sandbox.stage import Stage
from sandbox.whatsapp.media_api import check_media
from sandbox.whatsapp.template_rules import HOLE, holes
from sandbox.whatsapp.templates import Template
from sandbox.whatsapp.wellformed import missing
from sandbox.world import Number

LONGEST = 1024
STOPPED = {"PAUSED": (132015, "Template is Paused"), "DISABLED": (132016, "Template is Disabled")}


def _refused(code: int, title: str, details: str) -> GraphError:
    return GraphError(code, f"(#{code}) {title}", details=details)


def check_sending(stage: Stage, number: Number, content: dict) -> str:
    """The words that the customer will read; an error of Meta's when the template cannot be sent so."""
    template = _approved(stage, number, content)
    given = {}
    for one in content.get("components") or []:
        if isinstance(one, dict):
            given.setdefault(str(one.get("type", "")).lower(), []).append(one)
    _check_header(stage, number, template.part("HEADER"), given.get("header", []))
    words = _filled(template, str(template.part("BODY").get("text") or ""), _parameters(given.get("body", [])))
    if len(words) > LONGEST:
        raise _refused(132005, "Translated text too long", "Translated text length exceeds the limit.")
    _check_buttons(template.part("BUTTONS"), given.get("button", []))
    return words


def _approved(stage: Stage, number: Number, content: dict) -> Template:
    name, language = str(content["name"]), str(content["language"]["code"])
    template = stage.templates.find(number.waba, name, language)
    if template and template.status in STOPPED:
        code, title = STOPPED[template.status]
        raise _refused(code, title, f"template {name} ({language}) cannot be sent for its low quality")
    if not template or template.status != "APPROVED":
        details = f"template name ({name}) does not exist in {language}"
        raise GraphError(132001, "(#132001) Template name does not exist in the translation", None, 404, details)
    return template


def _parameters(components: list[dict]) -> list[dict]:
    found = components[0].get("parameters") if components else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _filled(template: Template, text: str, parameters: list[dict]) -> str:
    """The text with its placeholders filled; error 132000 when there are too many or too few."""
    wanted = holes(text)
    if len(wanted) != len(parameters):
        details = f"number of localizable_params ({len(parameters)}) does not match the expected number ({len(wanted)})"
        raise _refused(132000, "Number of parameters does not match the expected number of params", details)
    named = template.parameter_format == "NAMED"
    values = (
        {str(one.get("parameter_name")): one for one in parameters}
        if named
        else dict(zip(wanted, parameters, strict=True))
    )
    for name in wanted:
        _check_value(values.get(name), name)
    return HOLE.sub(lambda found: _value(values[found[1]]), text)


def _check_value(one: dict | None, name: str) -> None:
    if one is None:
        raise _refused(132012, "Parameter format does not match format in the created template", f"{name} is missing")
    if one.get("type") not in ("text", "currency", "date_time"):
        raise _refused(132012, "Parameter format does not match format in the created template", f"{name} is no text")
    if not _value(one).strip():
        raise missing(f"text of the parameter {name}")


def _value(one: dict) -> str:
    inner = one.get(str(one.get("type")))
    return str(inner.get("fallback_value", "") if isinstance(inner, dict) else inner or "")


def _check_header(stage: Stage, number: Number, header: dict, components: list[dict]) -> None:
    form, parameters = str(header.get("format", "")).lower(), _parameters(components)
    if form in ("", "text"):
        wanted = len(holes(str(header.get("text") or "")))
        if len(parameters) != wanted:
            details = f"header: number of localizable_params ({len(parameters)}) does not match ({wanted})"
            raise _refused(132000, "Number of parameters does not match the expected number of params", details)
        return
    if [one.get("type") for one in parameters] != [form]:
        details = f"header: Format mismatch, expected {form.upper()}"
        raise _refused(132012, "Parameter format does not match format in the created template", details)
    media = parameters[0].get(form)
    if not isinstance(media, dict) or not (media.get("id") or media.get("link") or form == "location"):
        raise missing(f"header {form} id or link")
    check_media(stage, number.id, form, media)


def _check_buttons(part: dict, components: list[dict]) -> None:
    """A button whose address ends with a placeholder needs its value, and so does a code to copy."""
    given = {str(one.get("index", "")): _parameters([one]) for one in components}
    for place, button in enumerate(part.get("buttons") or []):
        wanted = bool(holes(str(button.get("url") or ""))) or button.get("type") in ("COPY_CODE", "OTP")
        if wanted and not given.get(str(place)):
            details = f"buttons: Button at index {place} of type {button.get('type')} requires a parameter"
            raise _refused(131008, "Required parameter is missing", details)
