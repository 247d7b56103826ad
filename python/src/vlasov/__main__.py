"""`python -m vlasov figure ...`: figures from the command line, with the words and errors of the tool."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import InputError, Refused, Undecided, VlasovError

_HELP = """\
OVERVIEW: Draw a figure ready for a paper from certified values.

ID is a figure (--list names them), or any result: its output as a certified
band over the parameter that is a range a:b/count or bands [a,b]/count, with
a curve for each value of parameters that are lists. --list ID shows the
options of a figure.

EXAMPLES
  vlasov figure retrieval.profile beta=1 M=8 lambda=1 t=1/2,1,3 -o profile.pdf
  vlasov figure clustering.phase-curve n=8,32 delta=0.001 -o phase.svg
  vlasov figure clustering.cone-collapse-rate beta=[0,3]/60 r0=0.3,0.6 -o kappa.png
  vlasov figure --list

EXIT STATUS
  0   drawn
  1   a hypothesis is refuted: nothing to draw
  2   undecided: nothing to draw
  64  malformed input
  130 interrupted

USAGE: vlasov figure ID [name=value ...] -o FILE [options]

OPTIONS:
  -o, --out <FILE>        File to write; its name ends in .svg, .pdf or .png.
  --width <W>             Width in inches.
  --height <H>            Height in inches.
  --dpi <N>               Dots per inch of a png, 20 to 2400 (300).
  --list                  List the figures, or the options of one.
  -h, --help              Show help information.
"""


@dataclass
class _Words:
    """The command line, taken apart."""

    id: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    list: bool = False
    help: bool = False


#: Options that take a value, and what their value is called.
_VALUED = {"-o": "FILE", "--width": "W", "--height": "H", "--dpi": "N"}


def _parse(words: Sequence[str]) -> _Words:
    out = _Words()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in ("-h", "--help"):
            out.help = True
        elif word == "--list":
            out.list = True
        elif word.startswith("-") and word != "-":
            _flag(out, word, rest)
        elif "=" in word:
            name, _, text = word.partition("=")
            if name in out.options:
                raise InputError(f"parameter {name} is given twice", parameter=name, value=text)
            out.options[name] = text
        elif out.id is None:
            out.id = word
        else:
            raise InputError(
                f"expected name=value instead of `{word}`", parameter=None, value=word, domain="name=value"
            )
    return out


def _flag(out: _Words, word: str, rest: list[str]) -> None:
    """Take one option with its value, which is the next word or follows `=`."""
    name, joined, value = word.partition("=")
    if name == "--out":
        name = "-o"
    if name not in _VALUED:
        raise InputError(
            f"Unknown option '{name}'",
            parameter=name,
            value=word,
            domain=", ".join([*_VALUED, "--list", "--help"]),
        )
    if not joined:
        if not rest:
            raise InputError(f"Missing value for '{name} <{_VALUED[name]}>'", parameter=name)
        value = rest.pop(0)
    if name in out.flags:
        raise InputError(f"{name} is given twice", parameter=name, value=value)
    out.flags[name] = value


def _number(words: _Words, name: str, low: float, high: float, *, whole: bool = False) -> float | None:
    """The value of a numeric option, None if it is not given."""
    if name not in words.flags:
        return None
    text = words.flags[name]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high or (whole and value != int(value)):
        kind = "an integer" if whole else "a number"
        domain = f"{kind} from {low:g} to {high:g}"
        raise InputError(
            f"The value '{text}' is invalid for '{name} <{_VALUED[name]}>': {name} takes {domain}",
            parameter=name,
            value=text,
            domain=domain,
        )
    return value


def _list(id: str | None) -> None:
    """Print the figures, or the options of one."""
    from . import figures
    from .figures import registry

    if id is None:
        print(repr(figures.figures()))
        return
    record = registry.find(id)
    print(f"{record.id}\n{record.summary}\n")
    if record.doc:
        print("\n".join(line.strip() for line in record.doc.splitlines()), end="\n\n")
    print("Options")
    width = max((len(o.name) for o in record.options), default=0)
    for option in record.options:
        default = f" (default {option.default})" if option.default is not None else ""
        domain = f"; {option.domain}" if option.domain else ""
        print(f"  {option.name:{width}}  {option.doc}{domain}{default}")
    print(f"\nRests on\n  {', '.join(record.results)}")


def _draw(words: _Words) -> None:
    """Draw and save."""
    from .figures import style

    if words.id is None:
        raise InputError(
            "expected the id of a figure or result, such as retrieval.profile; see `vlasov figure --list`",
            parameter="ID",
        )
    width = _number(words, "--width", 0.5, 50)
    height = _number(words, "--height", 0.5, 50)
    dpi = _number(words, "--dpi", 20, 2400, whole=True)
    if "-o" not in words.flags:
        raise InputError(
            "missing -o FILE, whose name ends in .svg, .pdf or .png",
            parameter="-o",
            domain="a name that ends in .svg, .pdf or .png",
        )
    path = words.flags["-o"]
    style.format_of(path)
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise InputError(f"cannot write {path}: No such file or directory", parameter="-o", value=path)
    import matplotlib

    matplotlib.use("Agg")
    from . import figures

    axes: Any = figures.figure(words.id, params=words.options, width=width, height=height)
    first = axes.flat[0] if hasattr(axes, "flat") else axes
    try:
        figures.save(first, path, dpi=300 if dpi is None else dpi)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}", parameter="-o", value=path) from None


_terminated = False


def _terminate(number: int, frame: Any) -> None:
    """Stop like an interrupt, which reaches the library's loops as well."""
    global _terminated
    _terminated = True
    signal.raise_signal(signal.SIGINT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the words of a command line and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    warnings.showwarning = lambda message, *_, **__: print(f"vlasov: warning: {message}", file=sys.stderr)
    try:
        if words[:1] != ["figure"]:
            if not words or words[0] in ("-h", "--help", "help"):
                print(_HELP, end="")
                return 0 if words else 64
            raise InputError(
                f"unknown verb {words[0]}: python -m vlasov draws figures; the tool `vlasov` does the rest",
                parameter=None,
                value=words[0],
                domain="figure",
            )
        parsed = _parse(words[1:])
        if parsed.help:
            print(_HELP, end="")
        elif parsed.list:
            _list(parsed.id)
        else:
            _draw(parsed)
        sys.stdout.flush()
    except Refused as error:
        return _say("refused", error.message, 1)
    except Undecided as error:
        return _say("undecided", error.message, 2)
    except InputError as error:
        return _say("error", error.message, 64)
    except VlasovError as error:
        return _say("error", error.message, 64)
    except ImportError as error:
        return _say("error", f"figures need {error.name}: pip install {error.name}", 64)
    except KeyboardInterrupt:
        return 143 if _terminated else 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return 0


def _say(kind: str, message: str, status: int) -> int:
    line = " ".join(message.split("\n"))
    print(f"vlasov: {kind}: {line}", file=sys.stderr)
    return status


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(main())
