"""Python values as the exact text of parameters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

from ._exact import integer_text, rational_text, real_text
from ._ranges import split
from .errors import InputError

RESERVED = frozenset({"output"})


def parameter_texts(
    params: Mapping[str, Any] | None,
    keywords: Mapping[str, Any],
    *,
    id: str,
    table: bool = False,
    known: Iterable[str] = (),
) -> dict[str, str]:
    """Parameters of a mapping and keywords, as text; a trailing underscore of a keyword is dropped."""
    texts: dict[str, str] = {}
    if params is not None:
        if not isinstance(params, Mapping):
            raise InputError(f"params: a mapping of names to values is expected, not {type(params).__name__}")
        for name, value in params.items():
            if not isinstance(name, str):
                raise InputError(f"params: the name {name!r} of a parameter is not a string")
            _add(texts, name, value, id, table)
    for name, value in keywords.items():
        if name[-1] == "_" and len(name) > 1 and name not in known:
            name = name[:-1]
        if name in texts:
            raise InputError(f"{name} is given twice", parameter=name)
        _add(texts, name, value, id, table)
    return texts


def _add(texts: dict[str, str], name: str, value: Any, id: str, table: bool) -> None:
    if name in RESERVED:
        raise InputError(f"{name} is an argument, not a parameter", parameter=name)
    if not name or name.startswith("-") or "=" in name:
        raise InputError(f"{name!r} is not the name of a parameter", parameter=name)
    kind = type(value)
    if kind is str:
        texts[name] = value
    elif kind is int:
        texts[name] = integer_text(value)
    elif _is_sequence(value):
        texts[name] = _sequence_text(name, value, id, table)
    else:
        texts[name] = scalar_text(name, value)


def scalar_text(name: str, value: Any) -> str:
    """The text of a number, of an interval, or of a word.

    A float stands for its shortest decimal (0.1 is one tenth, as on the command line), a tuple `(lower,
    upper)` and every interval type for the closed interval.
    """
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        raise _wrong(name, value, "a truth value is not a number")
    if isinstance(value, int):
        return integer_text(int.__index__(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _wrong(name, value, "not finite")
        return _float_text(float.__repr__(value))
    if isinstance(value, Rational) and type(value).__module__ != "numpy":  # a timedelta64 is one, too
        return rational_text(Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _wrong(name, value, "not finite")
        return str(value).lower()
    if isinstance(value, tuple):
        if len(value) != 2:
            raise _wrong(name, value, "an interval is a pair (lower, upper)")
        ends = [scalar_text(name, end) for end in value]
        for end in ends:
            if "[" in end or "]" in end or "+/-" in end or len(split(end)) > 1:
                raise _wrong(name, value, f"the end {end!r} of the interval is not one number")
        return f"[{ends[0]},{ends[1]}]"
    return _foreign_text(name, value)


def _foreign_text(name: str, value: Any) -> str:
    """Numbers of NumPy, mpmath, python-flint and this package, none of which is imported for it."""
    kind = type(value)
    module = kind.__module__.partition(".")[0]
    if module == "vlasov" and hasattr(value, "lower_text"):
        if value.lower_text == value.upper_text and value.lower_text is not None:
            return str(value.lower_text)
        return _interval_text(name, value, value.lower, value.upper)
    if module == "numpy":
        return _numpy_scalar_text(name, value)
    if module in ("mpmath", "flint"):
        from . import _conversions

        bounds = _conversions.bounds_of_foreign(value)
        if bounds is not None:
            return _interval_text(name, value, *bounds)
    raise _wrong(
        name, value, f"{kind.__module__}.{kind.__qualname__} is not a number that can be taken exactly"
    )


def _interval_text(name: str, value: Any, lower: Any, upper: Any) -> str:
    if isinstance(lower, float) or isinstance(upper, float):
        raise _wrong(name, value, "not finite")
    if lower == upper:
        return rational_text(lower)
    return f"[{real_text(lower)},{real_text(upper)}]"


def _numpy_scalar_text(name: str, value: Any) -> str:
    import numpy

    if isinstance(value, numpy.ndarray) and value.ndim == 0 and not isinstance(value, numpy.ma.MaskedArray):
        return scalar_text(name, value[()])
    if isinstance(value, numpy.bool_):
        raise _wrong(name, value, "a truth value is not a number")
    if isinstance(value, numpy.integer) and value.dtype.kind in "iu":
        return integer_text(int(value))
    if isinstance(value, numpy.floating):
        if not numpy.isfinite(value):
            raise _wrong(name, value, "not finite")
        # The shortest decimal in the number's own precision: numpy.float32(0.1) is one tenth as well.
        return numpy.format_float_scientific(value, unique=True, trim="-")
    if isinstance(value, numpy.str_):
        return str(value)
    raise _wrong(name, value, f"{type(value).__name__} is not a real number")


def _float_text(text: str) -> str:
    return text[:-2] if text.endswith(".0") else text


def _is_sequence(value: Any) -> bool:
    if isinstance(value, (list, range)):
        return True
    return type(value).__module__.partition(".")[0] in ("numpy", "pandas") and getattr(value, "ndim", 0) > 0


def _sequence_text(name: str, value: Any, id: str, table: bool) -> str:
    """A list: of values for a table, or the entries of a vector or matrix where the parameter is one."""
    depth = _depth(value)
    if depth == 1 and not _takes_array(id, name):
        if not table:
            raise InputError(
                f"{name}: a list is for tables; an interval is a tuple (lower, upper)",
                parameter=name,
                value=repr(value),
            )
        items = [scalar_text(name, item) for item in value]
        if not items:
            raise InputError(f"{name}: an empty list", parameter=name)
        if len(items) == 1:
            return items[0]
        return ",".join(items)
    return array_text(name, value)


def _takes_array(id: str, name: str) -> bool:
    """Whether the record of the result says that the parameter is a vector, matrix or sample."""
    from ._catalogue import show

    try:
        result = show(id)
    except InputError:
        return False
    return any(p.name == name and " = [" in p.domain for p in result.parameters)


def array_text(name: str, value: Any) -> str:
    """JSON text of nested lists: floats in a list as shortest decimals, those of an array bit for bit."""
    if isinstance(value, (list, range)):
        return "[" + ",".join(array_text(name, item) for item in value) + "]"
    if _is_sequence(value):
        import numpy

        array = numpy.asarray(value)
        if isinstance(value, numpy.ma.MaskedArray) and numpy.ma.is_masked(value):
            raise InputError(f"{name}: an array with masked entries is not taken", parameter=name)
        if array.dtype.kind == "f" and array.dtype.itemsize <= 8:
            if not numpy.isfinite(array).all():
                place = tuple(int(i) + 1 for i in numpy.argwhere(~numpy.isfinite(array))[0])
                raise InputError(f"{name}: entry {list(place)} is not finite", parameter=name)
            return _nested(array.tolist(), exact_float_text)
        if array.dtype.kind in "iu":
            return _nested(array.tolist(), integer_text)
        if array.dtype.kind == "O":
            return _nested(array.tolist(), lambda item: scalar_text(name, item))
        raise InputError(f"{name}: an array of {array.dtype} is not taken", parameter=name)
    return scalar_text(name, value)


def exact_float_text(value: float) -> str:
    """The number that a float is, exactly: an integer or `m*2^-k`."""
    numerator, denominator = float(value).as_integer_ratio()
    if denominator == 1:
        return integer_text(numerator)
    return (
        f"{numerator}/{denominator}"
        if denominator < 2**60
        else f"{numerator}*2^-{denominator.bit_length() - 1}"
    )


def _nested(items: Any, text: Any) -> str:
    if isinstance(items, list):
        return "[" + ",".join(_nested(item, text) for item in items) + "]"
    result: str = text(items)
    return result


def _depth(value: Any) -> int:
    if isinstance(value, list):
        return 1 + max((_depth(item) for item in value), default=0)
    if isinstance(value, range):
        return 1
    return int(getattr(value, "ndim", 0))


def _wrong(name: str, value: Any, why: str) -> InputError:
    return InputError(f"{name}={value!r}: {why}", parameter=name, value=repr(value))


def exact_number(name: str, value: Any) -> str:
    """The text of an option that is one number, such as a bandwidth."""
    if _is_sequence(value) or isinstance(value, tuple):
        raise _wrong(name, value, "one number is expected")
    return scalar_text(name, value)


def listed(name: str, values: Iterable[Any]) -> str:
    """Several numbers with commas between them."""
    return ",".join(exact_number(name, value) for value in values)
