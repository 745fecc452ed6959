"""Pages of Genesys Cloud: pageNumber from 1, pageSize, and the address of the next one."""

from collections.abc import Callable

from sandbox.genesys.problems import bad
from sandbox.wire import Call

USUAL = 25


def page(call: Call, most: int, every: list, shape: Callable) -> dict:
    """The part of a list that the call asks for."""
    size, number = min(_whole(call, "pageSize", USUAL), most), _whole(call, "pageNumber", 1)
    begin = (number - 1) * size
    more = begin + size < len(every)
    return {
        "entities": [shape(one) for one in every[begin : begin + size]],
        "pageSize": size,
        "pageNumber": number,
        "pageCount": -(-len(every) // size),
        "total": len(every),
        **({"nextUri": f"{call.path}?pageSize={size}&pageNumber={number + 1}"} if more else {}),
    }


def _whole(call: Call, name: str, usual: int) -> int:
    text = call.text(name, str(usual))
    if not text.isdigit() or int(text) < 1:
        raise bad(f"{name} must be a positive number.")
    return int(text)
