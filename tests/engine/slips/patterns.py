"""Slips in the patterns of einsum and einops."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from .edits import Slip, Slips, Span, Text


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


def _axes(constant: ast.Constant, axis: re.Pattern[str], source: Text) -> list[list[Span]]:
    """Where each axis of each term of the pattern stands."""
    start = source.span(constant).start
    terms = re.finditer(r"[^,>]+?(?=,|->|$)", source.of(constant))
    return [
        [Span(start + term.start() + m.start(), start + term.start() + m.end()) for m in found]
        for term in terms
        if (found := list(axis.finditer(term.group())))
    ]


def changed_letters(node: ast.AST, source: Text) -> Iterator[Slip]:
    found = _pattern(node)
    if found is None:
        return
    constant, axis, new = found
    terms = _axes(constant, axis, source)
    letters = dict.fromkeys(source.text[span.start : span.end] for term in terms for span in term)
    for span in itertools.chain.from_iterable(terms):
        old = source.text[span.start : span.end]
        for letter in (*letters, new):
            if letter != old:
                yield [(span, letter)], f"{old} written {letter}"


def swapped_letters(node: ast.AST, source: Text) -> Iterator[Slip]:
    found = _pattern(node)
    if found is None:
        return
    for term in _axes(*found[:2], source):
        for first, second in itertools.combinations(term, 2):
            one, other = (source.text[span.start : span.end] for span in (first, second))
            yield [(first, other), (second, one)], f"{one} and {other} swapped"


SLIPS: dict[str, Slips] = {"letter changed": changed_letters, "letters swapped": swapped_letters}
