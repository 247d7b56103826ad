"""Constant expressions as trees: to check names, to substitute parameters, and to print LaTeX.

The grammar is that of the library: `^` binds tightest and to the right, then signs (`-2^2` is -4), then `*`
and `/`, then `+` and `-`. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .errors import InputError

CONSTANTS = frozenset({"pi", "e", "euler"})
FUNCTIONS = frozenset(
    """
    exp log sqrt expm1 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh abs min max
    erf erfc erfcinv mills gamma lgamma digamma beta betainc factorial binomial gammaq
    besseli besseliratio besselclifford ei e1 en ein exprel lambertw wrightomega
    hyp0f1 hyp1f1 hyp2f1 hyp3f2at1
    """.split()  # noqa: SIM905
)

_TOKEN = re.compile(r"\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/^(),]))")


@dataclass(frozen=True, slots=True)
class Node:
    """A number, name, call or operation; `text` is the number, the name, the function or the operator."""

    kind: str
    text: str
    arguments: tuple[Node, ...] = ()


def parse(text: str, what: str = "text") -> Node:
    """The tree of an expression; InputError names the place where it stops making sense."""
    parser = _Parser(text, what)
    tree = parser.sum()
    if parser.token is not None:
        raise parser.stop("the end, an operator")
    return tree


class _Parser:
    def __init__(self, text: str, what: str) -> None:
        self.text, self.what, self.place, self.depth = text, what, 0, 0
        self.token: str | None = None
        self.kind, self.start = "", 0
        self.advance()

    def advance(self) -> None:
        rest = self.text[self.place :]
        if not rest.strip():
            self.token, self.start = None, len(self.text)
            return
        match = _TOKEN.match(self.text, self.place)
        self.start = self.place + len(rest) - len(rest.lstrip())
        if not match:
            self.token = self.text[self.start]
            raise self.stop("a number, a name or an operator")
        self.kind = "number" if match[1] else "name" if match[2] else "sign"
        self.token = match[1] or match[2] or match[3]
        self.place = match.end()

    def stop(self, expected: str) -> InputError:
        found = "the end" if self.token is None else repr(self.token)
        return InputError(
            f"{self.what}={self.text!r}: at position {self.start + 1}: found {found}, expected {expected}",
            parameter=self.what,
            value=self.text,
        )

    def check_depth(self) -> None:
        if self.depth > 60:
            raise InputError(f"{self.what}: the expression is nested too deeply", parameter=self.what)

    def take(self, *signs: str) -> str | None:
        if self.kind == "sign" and self.token in signs:
            sign = self.token
            self.advance()
            return sign
        return None

    def sum(self) -> Node:
        self.depth += 1
        self.check_depth()
        tree = self.product()
        while self.token is not None and (sign := self.take("+", "-")):
            tree = Node("operation", sign, (tree, self.product()))
        self.depth -= 1
        return tree

    def product(self) -> Node:
        tree = self.signed()
        while self.token is not None and (sign := self.take("*", "/")):
            tree = Node("operation", sign, (tree, self.signed()))
        return tree

    def signed(self) -> Node:
        signs = []
        while self.token is not None and (sign := self.take("-", "+")):
            signs.append(sign)
        tree = self.power()
        for sign in reversed(signs):
            tree = Node("negation", sign, (tree,)) if sign == "-" else tree
        return tree

    def power(self) -> Node:
        base = self.atom()
        if self.token is not None and self.take("^"):
            self.depth += 1
            self.check_depth()
            tree = Node("operation", "^", (base, self.signed()))
            self.depth -= 1
            return tree
        return base

    def atom(self) -> Node:
        if self.token is None:
            raise self.stop("a number, a name or (")
        if self.kind == "number":
            number = self.token
            self.advance()
            return Node("number", number)
        if self.kind == "name":
            name = self.token
            self.advance()
            if self.token is None or not self.take("("):
                return Node("name", name)
            arguments = [self.sum()]
            while self.token is not None and self.take(","):
                arguments.append(self.sum())
            if self.token is None or not self.take(")"):
                raise self.stop(") or ,")
            return Node("call", name, tuple(arguments))
        if self.take("("):
            tree = self.sum()
            if self.token is None or not self.take(")"):
                raise self.stop(")")
            return tree
        raise self.stop("a number, a name or (")


def _nodes(tree: Node) -> Iterator[Node]:
    """All nodes, from left to right. Without recursion: a long sum is a deep tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.arguments))


def names(tree: Node) -> Iterator[str]:
    """The names in a tree that are not constants, in order, with repetitions."""
    return (node.text for node in _nodes(tree) if node.kind == "name" and node.text not in CONSTANTS)


def functions(tree: Node) -> Iterator[str]:
    """The functions that a tree calls."""
    return (node.text for node in _nodes(tree) if node.kind == "call")


def substitute(text: str, values: Mapping[str, str]) -> str:
    """The text with every name of `values` replaced by its value in parentheses; functions are left alone."""
    pieces, place = [], 0
    for match in _TOKEN.finditer(text):
        name = match[2]
        called = text[match.end() :].lstrip().startswith("(")
        if name in values and not called:
            pieces += [text[place : match.start(2)], "(", values[name], ")"]
            place = match.end(2)
    return "".join(pieces) + text[place:]


_GREEK = frozenset(
    """
    alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega
    Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega
    """.split()  # noqa: SIM905
)
_NAMED = {
    "pi": r"\pi",
    "e": r"\mathrm{e}",
    "euler": r"\gamma_{\mathrm{E}}",
    "eps": r"\varepsilon",
}
_OPERATORS = {
    "log": r"\log",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "tanh": r"\tanh",
    "min": r"\min",
    "max": r"\max",
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "gamma": r"\Gamma",
    "lgamma": r"\log\Gamma",
    "digamma": r"\psi",
    "beta": r"\mathrm{B}",
    "wrightomega": r"\omega",
}


def name_latex(name: str) -> str:
    """A name as a symbol: Greek where it is one; last digits, or what follows an underscore, as an index."""
    if name in _NAMED:
        return _NAMED[name]
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d+)|([A-Za-z]+)_(\w+)", name)
    if match:
        stem, index = match[1] or match[3], match[2] or match[4]
        short = len(index) == 1 or index.isdigit()
        return f"{name_latex(stem)}_{{{index}}}" if short else rf"{name_latex(stem)}_{{\mathrm{{{index}}}}}"
    if name in _GREEK:
        return "\\" + name
    return name if len(name) == 1 else r"\mathrm{" + name.replace("_", r"\_") + "}"


def latex(tree: Node) -> str:
    """The tree in LaTeX."""
    try:
        return _latex(tree)[0]
    except RecursionError:
        return r"\text{(a long expression)}"


def _latex(tree: Node) -> tuple[str, int]:
    """LaTeX and how tightly it binds: 0 sum, 1 product, 2 sign, 3 power, 4 atom."""
    if tree.kind == "number":
        mantissa, _, exponent = tree.text.lower().partition("e")
        if not exponent:
            return mantissa, 4
        return (
            (f"10^{{{int(exponent)}}}", 3)
            if mantissa == "1"
            else (rf"{mantissa} \cdot 10^{{{int(exponent)}}}", 1)
        )
    if tree.kind == "name":
        return name_latex(tree.text), 4
    if tree.kind == "negation":
        return "-" + _in(tree.arguments[0], 1), 0  # binds like a sum: what it multiplies is in parentheses
    if tree.kind == "call":
        return _call(tree)
    left, right = tree.arguments
    if tree.text == "/":
        return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", 1 if left.kind == "operation" else 2
    if tree.text == "*":
        leads = _leading_sign(left)  # -a b is the same number as (-a) b
        a, b = _latex(left)[0] if leads else _in(left, 1), _in(right, 2)
        return (rf"{a} \cdot {b}" if b[:1].isdigit() else rf"{a} {b}"), 0 if leads else 1
    if tree.text == "^":
        return f"{_in(left, 4)}^{{{latex(right)}}}", 3
    return f"{_in(left, 0)} {tree.text} {_in(right, 1)}", 0


def _leading_sign(tree: Node) -> bool:
    """Whether a product starts with a minus sign."""
    while tree.kind == "operation" and tree.text == "*":
        tree = tree.arguments[0]
    return tree.kind == "negation"


def _in(tree: Node, tightness: int) -> str:
    text, own = _latex(tree)
    return text if own >= tightness else rf"\left({text}\right)"


def _call(tree: Node) -> tuple[str, int]:
    given = [latex(argument) for argument in tree.arguments]
    special: dict[str, Callable[[], str]] = {
        "exp": lambda: rf"\mathrm{{e}}^{{{given[0]}}}",
        "sqrt": lambda: rf"\sqrt{{{given[0]}}}",
        "abs": lambda: rf"\left|{given[0]}\right|",
        "besseli": lambda: rf"I_{{{given[0]}}}\left({given[1]}\right)",
        "besseliratio": lambda: (
            rf"\frac{{I_{{{given[0]}+1}}\left({given[1]}\right)}}{{I_{{{given[0]}}}\left({given[1]}\right)}}"
        ),
        "binomial": lambda: rf"\binom{{{given[0]}}}{{{given[1]}}}",
        "factorial": lambda: rf"{_in(tree.arguments[0], 4)}!",
        "expm1": lambda: rf"\left(\mathrm{{e}}^{{{given[0]}}} - 1\right)",
        "log1p": lambda: rf"\log\left(1 + {given[0]}\right)",
        "lambertw": lambda: rf"W_{{{given[1] if len(given) > 1 else 0}}}\left({given[0]}\right)",
    }
    if tree.text in special:
        try:
            return special[tree.text](), 3
        except IndexError:
            pass
    head = _OPERATORS.get(tree.text) or rf"\operatorname{{{tree.text}}}"
    return rf"{head}\left({', '.join(given)}\right)", 4
