"""Every small slip of one kind or another in a program: a letter of a pattern, two operands, two axes, a transpose."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A program with one slip in it, on `line` (from 0)."""

    text: str
    line: int
    slip: str  # what was changed to what, as a person would say it

    @property
    def changed_line(self) -> str:
        return self.text.splitlines()[self.line].strip()


@dataclass(frozen=True)
class _Span:
    """A piece of one line of the source: all that is changed here stands on one line."""

    line: int
    start: int
    end: int


def mutants(text: str) -> list[Mutant]:
    """All mutants of the program, without those that come to the same text."""
    lines = text.splitlines()
    found: dict[str, Mutant] = {}
    for node in ast.walk(ast.parse(text)):
        for edits, slip in itertools.chain.from_iterable(slips(node, lines) for slips in _SLIPS):
            mutant = _edited(lines, edits, slip)
            if mutant.text != text:
                found.setdefault(mutant.text, mutant)
    return sorted(found.values(), key=lambda mutant: mutant.line)


_Edits = list[tuple[_Span, str]]
_Slips = Iterator[tuple[_Edits, str]]


def _edited(lines: list[str], edits: _Edits, slip: str) -> Mutant:
    changed = list(lines)
    line = edits[0][0].line
    for span, new in sorted(edits, key=lambda edit: -edit[0].start):
        assert span.line == line
        changed[line] = changed[line][: span.start] + new + changed[line][span.end :]
    return Mutant("\n".join(changed) + "\n", line, slip)


def _span(node: ast.expr) -> _Span:
    assert node.lineno == node.end_lineno and node.end_col_offset is not None
    return _Span(node.lineno - 1, node.col_offset, node.end_col_offset)


def _source(node: ast.expr, lines: list[str]) -> str:
    span = _span(node)
    return lines[span.line][span.start : span.end]


def _swapped(first: ast.expr, second: ast.expr, lines: list[str]) -> _Edits:
    return [(_span(first), _source(second, lines)), (_span(second), _source(first, lines))]


# -- patterns -----------------------------------------------------------------------------------------------------


def _pattern(node: ast.AST) -> tuple[ast.Constant, re.Pattern[str], str] | None:
    """The pattern of a call to einsum, rearrange and so on, what one of its axes looks like, and a new axis."""
    if not isinstance(node, ast.Call):
        return None
    for argument in node.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "->" in argument.value:
            if ast.unparse(node.func) == "torch.einsum":
                return argument, re.compile("[a-z]"), "z"
            return argument, re.compile(r"[a-z]\w*"), "other"
    return None


def _axes(constant: ast.Constant, axis: re.Pattern[str], lines: list[str]) -> list[list[_Span]]:
    """Where each axis of each term of the pattern stands."""
    whole = _span(constant)
    text = lines[whole.line][whole.start : whole.end]
    terms = re.finditer(r"[^,>]+?(?=,|->|$)", text)
    return [
        [_Span(whole.line, whole.start + term.start() + m.start(), whole.start + term.start() + m.end()) for m in found]
        for term in terms
        if (found := list(axis.finditer(term.group())))
    ]


def _changed_letters(node: ast.AST, lines: list[str]) -> _Slips:
    found = _pattern(node)
    if found is None:
        return
    constant, axis, new = found
    terms = _axes(constant, axis, lines)
    letters = dict.fromkeys(lines[span.line][span.start : span.end] for term in terms for span in term)
    for span in itertools.chain.from_iterable(terms):
        old = lines[span.line][span.start : span.end]
        for letter in (*letters, new):
            if letter != old:
                yield [(span, letter)], f"{old} written {letter}"


def _swapped_letters(node: ast.AST, lines: list[str]) -> _Slips:
    found = _pattern(node)
    if found is None:
        return
    for term in _axes(*found[:2], lines):
        for first, second in itertools.combinations(term, 2):
            one, other = (lines[span.line][span.start : span.end] for span in (first, second))
            yield [(first, other), (second, one)], f"{one} and {other} swapped"


# -- operands, axes, transposes -----------------------------------------------------------------------------------


def _swapped_operands(node: ast.AST, lines: list[str]) -> _Slips:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        operands = [node.left, node.right]
    elif isinstance(node, ast.Call) and _name(node) in ("einsum", "matmul", "bmm"):
        operands = [argument for argument in node.args if not isinstance(argument, ast.Constant)]
    else:
        return
    for first, second in itertools.combinations(operands, 2):
        yield _swapped(first, second, lines), f"operands {ast.unparse(first)} and {ast.unparse(second)} swapped"


def _swapped_axes(node: ast.AST, lines: list[str]) -> _Slips:
    if isinstance(node, ast.Call) and _name(node) in ("view", "reshape", "permute", "transpose"):
        axes = node.args
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        axes = node.targets[0].elts
    else:
        return
    for first, second in itertools.combinations(axes, 2):
        yield _swapped(first, second, lines), f"{ast.unparse(first)} and {ast.unparse(second)} swapped"


def _other_axes(node: ast.AST, lines: list[str]) -> _Slips:
    """Another dim transposed than the one meant."""
    if isinstance(node, ast.Call) and _name(node) == "transpose":
        for dim in node.args:
            for other in range(4):
                yield [(_span(dim), str(other))], f"dim {ast.unparse(dim)} written {other}"


def _left_out(node: ast.AST, lines: list[str]) -> _Slips:
    if isinstance(node, ast.Call) and _name(node) in ("transpose", "permute", "rearrange"):
        method = isinstance(node.func, ast.Attribute) and _name(node) != "rearrange"
        kept = node.func.value if method and isinstance(node.func, ast.Attribute) else node.args[0]
        yield [(_span(node), _source(kept, lines))], f"{_name(node)} left out"


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


_SLIPS = (_changed_letters, _swapped_letters, _swapped_operands, _swapped_axes, _other_axes, _left_out)
