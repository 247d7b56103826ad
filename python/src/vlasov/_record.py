"""What answers and checks have in common: the library's object behind them, which they never change."""

from __future__ import annotations

from typing import Any


class Recorded:
    """An immutable view of an object of the library, pickled as that object."""

    __slots__ = ()
    _record: dict[str, Any]

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._record,)

    @property
    def id(self) -> str:
        return str(self._record["id"])

    @property
    def output(self) -> str:
        return str(self._record["output"])

    @property
    def parameters(self) -> dict[str, str]:
        return dict(self._record["parameters"])

    @property
    def source(self) -> dict[str, str] | None:
        source = self._record["source"]
        return dict(source) if source else None

    @property
    def provenance(self) -> dict[str, Any]:
        return dict(self._record["provenance"])

    def to_dict(self) -> dict[str, Any]:
        """The object as the command line tool prints it with `--format json`."""
        return dict(self._record)
