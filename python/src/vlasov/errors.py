"""Exceptions: the library's own line, with the parameter, the value and the domain as attributes."""

from __future__ import annotations

from typing import Any

__all__ = ["InputError", "Interrupted", "Refused", "Undecided", "UndecidedWarning", "VlasovError"]


class VlasovError(Exception):
    """Something that Vlasov cannot do, said in one line.

    Attributes
    ----------
    message : str
        The line.
    parameter, value, domain : str or None
        The parameter at fault, the text it was given, and what it may be, where one parameter is at fault.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str | None = None,
        value: str | None = None,
        domain: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter
        self.value = value
        self.domain = domain

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.__dict__.copy())


class InputError(VlasovError, ValueError):
    """Malformed or missing input, a value out of its domain, or an unknown name."""


class _WithAnswer(VlasovError):
    def __init__(self, message: str, *, answer: Any = None, **fields: str | None) -> None:
        super().__init__(message, **fields)
        self.answer = answer


class Refused(_WithAnswer):
    """A hypothesis of the result is refuted, so that there is no value; `answer` holds the whole answer."""


class Undecided(_WithAnswer):
    """Neither proved nor refuted, or not one certain digit; `answer` holds what was enclosed."""


class UndecidedWarning(UserWarning):
    """An answer with fewer certain digits than asked for."""


Interrupted = KeyboardInterrupt
"""What Ctrl-C raises."""


def _rebuild(kind: type[VlasovError], fields: dict[str, Any]) -> VlasovError:
    error = kind(fields["message"])
    error.__dict__.update(fields)
    return error
