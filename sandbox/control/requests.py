"""A control call: checked input in, an answer out; a wrong input is a sentence."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from sandbox.stage import Stage

type Handler = Callable[[Stage, dict], Awaitable[dict]]


class Refused(Exception):
    """The call makes no sense; the text says why."""


@dataclass
class Action:
    """One control call: where, what it takes, what it does. `{id}` in the path joins the input as `id`."""

    method: str
    path: str
    summary: str
    handler: Handler
    schema: dict = field(default_factory=dict)
    query: tuple[str, ...] = ()

    def __post_init__(self):
        """Prepare the schema once."""
        self._validator = Draft202012Validator(self.schema)

    def check(self, body: object) -> dict:
        """The input, or Refused with the first reason."""
        problem = best_match(self._validator.iter_errors(body))
        if problem:
            place = ".".join(str(part) for part in problem.absolute_path)
            reason = problem.schema.get("$comment", problem.message)
            raise Refused(f"{place or 'The body'}: {reason}.")
        return body
