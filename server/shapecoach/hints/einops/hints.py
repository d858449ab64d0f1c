"""All einops hints of one file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from shapecoach.analysis import suppressions
from shapecoach.analysis.model import Analysis, Finding, Range
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.analysis.source import Source
from shapecoach.analysis.tree import gathered
from shapecoach.hints.einops import moving
from shapecoach.hints.einops import products as products_of
from shapecoach.hints.einops.site import File
from shapecoach.hints.einops.steps import JOINS, POOLS, SIGNATURES, step_of
from shapecoach.hints.slips import slips_forgiven


def with_hints(source: Source, analysis: Analysis) -> Analysis:
    """The analysis with a hint for each idiom that einops says better."""
    hints = list(_hints(File(source, analysis)))
    silenced = _outermost(suppressions.applied(source, hints, preferences=True))
    if not silenced:
        return analysis
    findings = sorted((*analysis.findings, *silenced), key=lambda finding: finding.range)
    return replace(analysis, findings=tuple(findings))


def _outermost(hints: Sequence[Finding]) -> list[Finding]:
    """Those that stand in no other: what is inside of one is part of its new text, and told once that is there."""
    places = [hint.range for hint in hints if is_preference(hint.rule)]

    def is_inside(here: Range) -> bool:
        return any(place != here and place.start <= here.start and here.end <= place.end for place in places)

    return [hint for hint in hints if not is_preference(hint.rule) or not is_inside(hint.range)]


def _hints(file: File) -> Iterator[Finding]:
    """One hint for each outermost idiom, but none where something is wrong."""
    wrong = [finding.range for finding in file.analysis.findings]
    candidates = list(_candidates_in(file.source))
    consumed: set[int] = set()
    found: list[Finding | None] = []
    with slips_forgiven():
        for node in (node for one in candidates for node in one.products):
            product = products_of.product_of(file, node)
            hint = products_of.hint(file, product) if product is not None else None
            if product is not None and hint is not None:
                consumed.update(map(id, product.consumed))
            found.append(hint)
    for node in (node for one in candidates for node in one.steps):
        if id(node) not in consumed:
            with slips_forgiven():
                found += [moving.hint(file, chain) for chain in moving.chains(file, node)]
    for finding in filter(None, found):
        if not any(finding.range.touches(place) for place in wrong):
            yield finding


_WORTH_A_LOOK = re.compile(
    r"(?:transpose|swapaxes|swapdims|movedim|moveaxis|permute|view|reshape|flatten|unflatten|repeat|tile"
    r"|repeat_interleave|stack|cat|concat|concatenate|sum|mean|prod|amax|amin|any|all|einsum|tensordot|bmm|matmul)"
    r"\s*\(|[\w)\]]\s*@\s*[\w(]"
)
"""What stands in every idiom: most functions have none of it, and to look through a tree takes longer."""


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Expressions that may be idioms: ends of steps that no other step goes on from, and products."""

    steps: Sequence[ast.expr] = ()
    products: Sequence[ast.expr] = ()


# By statement, with the lines that it was looked for in: an edit leaves most the same nodes (`recovery.py`).
_known: WeakKeyDictionary[ast.stmt, tuple[Sequence[str], _Candidates]] = WeakKeyDictionary()


def _candidates_in(source: Source) -> Iterator[_Candidates]:
    for statement in _statements(source.tree.body):
        lines = source.lines[statement.lineno - 1 : statement.end_lineno]
        known = _known.get(statement)
        if known is None or known[0] != lines:
            known = _known[statement] = lines, _candidates(statement, "\n".join(lines))
        yield known[1]


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """A module's statements, with those of its classes in their place."""
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _statements(statement.body)
        elif not _is_scripted(statement):
            yield statement


def _is_scripted(statement: ast.stmt) -> bool:
    """Whether TorchScript compiles a function, which doesn't know einops."""
    written = [ast.unparse(decorator) for decorator in getattr(statement, "decorator_list", [])]
    return any("script" in text or "jit" in text for text in written)


_STEPS = frozenset({*SIGNATURES, *JOINS, *POOLS, "T", "mT"})
_PRODUCTS = frozenset({"einsum", "matmul", "bmm", "tensordot"})


@lru_cache(maxsize=16)  # thousands of statements may share a line
def _is_worth_a_look(text: str) -> bool:
    return _WORTH_A_LOOK.search(text) is not None


def _candidates(statement: ast.stmt, text: str) -> _Candidates:
    if not _is_worth_a_look(text):
        return _Candidates()
    ends: dict[int, ast.expr] = {}
    inner: set[int] = set()
    products: list[ast.expr] = []
    in_strings: set[int] = set()
    for node in gathered(statement):  # many: what is most common goes first
        kind = type(node)
        if kind is ast.JoinedStr:  # in which quotes may not stand, and where Python 3.11 doesn't know the places
            in_strings.update(map(id, gathered(node)))
        if id(node) in in_strings:
            continue
        if kind is ast.Call:
            assert isinstance(node, ast.Call)
            func = node.func
            name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
            if name in _PRODUCTS:
                products.append(node)
            if name not in _STEPS:
                continue
        elif kind is ast.BinOp:
            assert isinstance(node, ast.BinOp)
            if isinstance(node.op, ast.MatMult):
                products.append(node)
            continue
        elif kind is ast.Attribute:
            assert isinstance(node, ast.Attribute)
            if node.attr not in _STEPS:
                continue
        elif kind is not ast.Subscript:
            continue
        step = step_of(node)
        if step is not None:
            ends[id(node)] = step.node
            inner.add(id(step.before))
    return _Candidates([node for key, node in ends.items() if key not in inner], products)
