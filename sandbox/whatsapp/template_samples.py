"""The sample file of a template's header: submitted by its handle, shown afterwards at an address."""

from sandbox.graph.uploads import file_of
from sandbox.stage import Stage
from sandbox.whatsapp.template_rules import refusal

INVALID_HANDLE = 2494102


def handle_of(component: dict) -> str:
    """What a component gives as its sample; empty for none."""
    example = component.get("example")
    given = example.get("header_handle") if isinstance(example, dict) else None
    return str(given[0]) if isinstance(given, list) and given else ""


def check_samples(stage: Stage, components: list) -> None:
    """Refuse a handle that no upload gave, such as the address at which a sample is shown."""
    for handle in filter(None, map(handle_of, components)):
        if not file_of(stage, handle):
            raise refusal(INVALID_HANDLE, "Invalid sample", "The uploaded media handle is invalid.")


def with_addresses(stage: Stage, components: list) -> list:
    """The components as they are listed."""
    return [_shown(stage, one) if handle_of(one) else one for one in components]


def _shown(stage: Stage, component: dict) -> dict:
    address = stage.address(file_of(stage, handle_of(component)))
    return component | {"example": component["example"] | {"header_handle": [address] if address else []}}
