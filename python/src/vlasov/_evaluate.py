"""Evaluate and check: one result at one point, or over ranges of its parameters."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from . import _library
from ._parameters import parameter_texts
from ._requests import budget_options, failure, integer, respond
from .answers import Answer, answer_of
from .checks import Check
from .errors import InputError, Refused, Undecided, UndecidedWarning

__all__ = ["check", "evaluate", "expr"]


def evaluate(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    digits: int = 50,
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    **parameters: Any,
) -> Any:
    """Evaluate a result: certain digits, or why there are none.

    Parameters
    ----------
    id : str
        The result, such as "retrieval.t-crit".
    params, **parameters
        Its parameters by name. A name that Python reserves takes a trailing underscore (`lambda_=1`). Text is
        exact ("1/3", "sqrt(2)"), a float is its shortest decimal (0.1 is one tenth), `(lo, hi)` and every
        interval type is an interval, nested lists and arrays are matrices.
    output : str, optional
        One of the result's outputs (default: the first). "all" gives a dict of those that the parameters
        allow.
    digits : int
        Significant digits wanted.
    max_seconds, max_bits
        The budget; at its end the digits reached are returned with `UndecidedWarning`.

    Returns
    -------
    Answer
        An `Enclosure` for reals and integers, `EnclosureArray` for vectors and matrices, `WordAnswer` for
        words.

    Raises
    ------
    InputError
        Malformed input or a value out of its domain.
    Refused
        A hypothesis is refuted.
    Undecided
        Not one digit is certain.
    """
    texts = parameter_texts(params, parameters, id=_text("id", id))
    if output is not None:
        _text("output", output)
    status, objects, errors = _library.evaluate(
        id, texts, output, _digit_options(digits, max_seconds, max_bits)
    )
    if not objects or status not in (0, 1, 2):
        raise failure(status, errors)
    if output == "all":
        return {record["output"]: answer_of(record) for record in objects}
    return settled(answer_of(objects[0]))


def expr(text: str, digits: int = 50, *, max_seconds: float | None = 60, max_bits: int | None = None) -> Any:
    """Evaluate a constant expression, such as "besseli(5/2, 3) * exp(-3)", with certain digits."""
    request = {
        "verb": "expr",
        "words": [_text("text", text)],
        "options": _digit_options(digits, max_seconds, max_bits),
    }
    _, objects = respond(request)
    return settled(answer_of(objects[0]))


def check(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    claims: str | Iterable[str] = (),
    max_seconds: float | None = 60,
    max_bits: int | None = None,
    **parameters: Any,
) -> Check:
    """Decide whether a result applies, and claims about its value.

    Parameters may be intervals, lists, ranges "a:b/count" and bands "[a,b]/count": each line is then a
    statement about all their values. `claims` are texts such as "t > 1/2".

    Returns
    -------
    Check
        `bool(check)` is True if proved, False if refuted, and raises `Undecided` otherwise.
    """
    request: dict[str, Any] = {"verb": "check", "id": _text("id", id)}
    texts = parameter_texts(params, parameters, id=id, table=True)
    if texts:
        request["parameters"] = texts
    if output is not None:
        request["output"] = _text("output", output)
    options = budget_options(max_seconds, max_bits)
    stated = [claims] if isinstance(claims, str) else [_text("claims", claim) for claim in claims]
    if stated:
        options["claim"] = stated
    request["options"] = options
    _, objects = respond(request)
    return Check(objects[0])


def settled(answer: Answer) -> Answer:
    """The answer, with the exception or the warning that its status calls for."""
    status = answer._record["status"]
    if status == "certified" or status == "exact":
        return answer
    if status == "refused":
        raise Refused(answer.reason or "refused", answer=answer)
    if status == "undecided":
        if not _has_digits(answer.value):
            raise Undecided(answer.reason or "undecided", answer=answer)
        warnings.warn(f"{answer.digits} certain digits: {answer.reason}", UndecidedWarning, stacklevel=3)
    return answer


def _has_digits(value: Any) -> bool:
    return any(map(_has_digits, value)) if isinstance(value, list) else value is not None


def _digit_options(digits: int, max_seconds: float | None, max_bits: int | None) -> dict[str, Any]:
    options = {} if max_seconds == 60 and max_bits is None else budget_options(max_seconds, max_bits)
    if type(digits) is not int:
        digits = integer("digits", digits)
    options["digits"] = digits
    return options


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"{name}={value!r}: text is expected", parameter=name, value=repr(value))
    if name == "id" and value.startswith("-"):
        raise InputError(f"{value!r} is not the id of a result", parameter=name, value=value)
    return str.__str__(value)
