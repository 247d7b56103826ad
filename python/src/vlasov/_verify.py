"""Confront closed forms with independent simulations; certificates."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._evaluate import _text
from ._parameters import parameter_texts
from ._requests import budget_options, integer, respond
from .checks import Verification, verification_of
from .errors import InputError, Refused, Undecided

__all__ = ["Certificate", "certify", "verify"]


def verify(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    seed: int | None = None,
    max_seconds: float | None = 60,
    threads: int | None = None,
    **parameters: Any,
) -> Verification:
    """Run the float simulation of a result's record and compare it with the closed form.

    Parameters that are not given come from the result's own cross-check. The same seed gives the same
    numbers.
    """
    request: dict[str, Any] = {"verb": "verify", "id": _text("id", id)}
    texts = parameter_texts(params, parameters, id=id)
    if texts:
        request["parameters"] = texts
    if output is not None:
        request["output"] = _text("output", output)
    options = budget_options(max_seconds, None, threads)
    if seed is not None:
        options["seed"] = integer("seed", seed)
    request["options"] = options
    status, objects = respond(request)
    record = objects[0]
    if record.get("verdict") not in ("agrees", "disagrees"):
        reason = record.get("reason", "no comparison")
        raise (Refused if status == 1 else Undecided)(reason, answer=record)
    return verification_of(record)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A statement that somebody else's program proves: a Coq theorem, or JSON for the Arb checker."""

    id: str
    checker: str
    text: str

    def save(self, path: str | pathlib.Path) -> pathlib.Path:
        """Write the text to a file, whose path is returned."""
        target = pathlib.Path(path)
        # The checker on Arb reads an array of certificates.
        text = f"[\n{self.text.rstrip()}\n]\n" if self.checker == "arb" else self.text
        target.write_text(text, encoding="utf-8")
        return target

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```{'coq' if self.checker == 'coq' else 'json'}\n{self.text}\n```"


def certify(
    id: str,
    params: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    checker: str = "coq",
    claim: str | None = None,
    digits: int = 40,
    max_seconds: float | None = 60,
    **parameters: Any,
) -> Certificate:
    """A certificate of a value, or of a claim such as "kappa > 1/50", for the Coq kernel or for Arb."""
    if checker not in ("coq", "arb"):
        raise InputError(
            f"checker={checker!r}: coq or arb is expected", parameter="checker", value=str(checker)
        )
    request: dict[str, Any] = {"verb": "certify", "id": _text("id", id)}
    texts = parameter_texts(params, parameters, id=id)
    if texts:
        request["parameters"] = texts
    if output is not None:
        request["output"] = _text("output", output)
    options = {**budget_options(max_seconds, None), "checker": checker}
    if claim is not None:
        options["claim"] = _text("claim", claim)
    else:
        options["digits"] = integer("digits", digits)
    request["options"] = options
    _, objects = respond(request)
    text = objects[0] if isinstance(objects[0], str) else objects[0]["text"]
    return Certificate(id, checker, text)
