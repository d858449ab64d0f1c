"""The axes of the tensors that a half-typed call speaks of, as far as the last analysis or an annotation says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from shapecoach.analysis.model import Analysis
from shapecoach.axes.cursor import Cursor
from shapecoach.axes.occurrences import AxisIndex, Kind
from shapecoach.axes.patterns import Form

MOST_NAMES = 12

Dims = tuple[str, ...]
NAME = re.compile(r"(?<![\w.])[A-Za-z]\w*")


def operands(cursor: Cursor, form: Form) -> Sequence[str]:
    """The texts of the tensors in front of the pattern."""
    texts = [re.sub(r"\s+", " ", text.strip()) for text in cursor.arguments[: cursor.place]]
    start, end = form.tensors
    return texts[start:] if end is None or end < 0 else texts[start:end]


def dims_of(tensor: str, scope: str, line: int, analysis: Analysis, index: AxisIndex) -> Dims | None:
    """The axes of a tensor just before a line; None where they aren't known."""
    known = [fact for fact in analysis.facts if fact.name == tensor and fact.scope == scope and fact.dims is not None]
    before = [fact for fact in known if fact.range.start.line <= line]
    if before:
        return before[-1].dims
    declared = [found for found in index.occurrences if found.owner == tensor and found.scope == scope]
    return tuple(found.name for found in declared if found.kind is Kind.ANNOTATION) or None


def as_pattern(dims: Dims) -> str:
    """The axes as the left side of a pattern: `batch seq (n_heads d_head)`; empty where some can't be said so.

    >>> as_pattern(("*batch", "n_heads*d_head", "1"))
    '... (n_heads d_head) 1'
    """
    said = [_axis(dim) for dim in dims]
    return " ".join(said) if all(said) and said.count("...") <= 1 else ""


def _axis(dim: str) -> str:
    if dim == "..." or dim.startswith("*"):
        return "..."
    if re.fullmatch(r"[A-Za-z]\w*|1", dim):
        return dim
    return f"({dim.replace('*', ' ')})" if re.fullmatch(r"[A-Za-z]\w*(\*[A-Za-z]\w*)+", dim) else ""


def names_of(dims: Dims) -> list[str]:
    """The names that axes are made of, in order."""
    return list(dict.fromkeys(name for dim in dims for name in NAME.findall(dim) if name not in ("min", "max")))


def names_of_function(scope: str, index: AxisIndex) -> list[str]:
    """The names that stand in a function, those of annotations first, then those of its class' fields."""
    outside = scope.rpartition(".")[0]
    found = [one for one in index.occurrences if one.scope == scope]
    fields = [one for one in index.occurrences if one.scope == outside]
    found.sort(key=lambda one: one.kind is not Kind.ANNOTATION)
    return list(dict.fromkeys(one.name for one in [*found, *fields] if one.kind is not Kind.EQUATION))


def names_of_file(index: AxisIndex) -> list[str]:
    """The names that annotations of a file speak of, the commonest first."""
    counted = Counter(one.name for one in index.occurrences if one.kind is Kind.ANNOTATION)
    return [name for name, _ in counted.most_common(MOST_NAMES)]
