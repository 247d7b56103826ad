"""Requests and the exceptions that their failures become."""

from __future__ import annotations

import math
from typing import Any

from . import _library
from .errors import InputError, Refused, Undecided, VlasovError


def objects_of(request: dict[str, Any], poll: Any = None) -> list[Any]:
    """The objects that a request gives; malformed input raises."""
    return respond(request, poll)[1]


def respond(request: dict[str, Any], poll: Any = None) -> tuple[int, list[Any]]:
    """The status and the objects of a request; a failure raises with the library's message."""
    status, objects, errors = _library.request(request, poll)
    if objects and status in (0, 1, 2):
        return status, objects
    raise failure(status, errors)


def failure(status: int, errors: list[dict[str, Any]]) -> VlasovError:
    """The exception for a status that is no answer."""
    fields = errors[0] if errors else {"message": f"the library gave status {status} without a message"}
    message = str(fields["message"])
    message = message.removeprefix("vlasov: error: ").removeprefix("vlasov: ")
    kinds: dict[int, type[VlasovError]] = {1: Refused, 2: Undecided, 64: InputError}
    return kinds.get(status, VlasovError)(
        message, parameter=fields.get("parameter"), value=fields.get("value"), domain=fields.get("domain")
    )


def identifier(id: str) -> str:
    """The id of a result, which is no option of the tool."""
    if not isinstance(id, str) or id.startswith("-"):
        raise InputError(f"{id!r} is not the id of a result", parameter="id", value=repr(id))
    return str.__str__(id)


def integer(name: str, value: Any) -> int:
    """An argument that is an integer."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InputError(f"{name}={value!r}: an integer is expected", parameter=name, value=repr(value))
    return int(value.__index__())


def budget_options(
    max_seconds: float | None, max_bits: int | None, threads: int | None = None
) -> dict[str, Any]:
    """The options that bound an evaluation; `None` seconds are no limit."""
    options: dict[str, Any] = {}
    if max_seconds is None:
        options["max-seconds"] = 0
    elif max_seconds != 60:
        options["max-seconds"] = _seconds(max_seconds)
    if max_bits is not None:
        options["max-bits"] = integer("max_bits", max_bits)
    if threads is not None:
        options["threads"] = integer("threads", threads)
    return options


def _seconds(value: Any) -> float:
    try:
        seconds = math.nan if isinstance(value, (bool, str)) else float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = math.nan
    if not seconds >= 0:
        raise InputError(
            f"max_seconds={value!r}: a number of seconds is expected, or None for no limit",
            parameter="max_seconds",
            value=repr(value),
        )
    return 0 if seconds == math.inf else seconds
