"""The shape of a tensor, shown after the name that it was bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs
from lsprotocol import types

from shapecoach.analysis.model import Fact, Position, Range
from shapecoach.lsp.features.jaxtyped import jaxtyped, spelled
from shapecoach.lsp.features.places import to_range
from shapecoach.lsp.text import code_points, line_at

# `: Float[Tensor, "batch seq"]` after a name says it already.
ANNOTATION_WITH_SHAPE = re.compile(r"""\s*:\s*[\w.]+\[[^\]"']*["']""")


def inlay_hints(facts: Iterable[Fact], lines: Sequence[str], window: Range) -> list[types.InlayHint]:
    """A hint for each binding of known shape in `window` that doesn't carry its shape in the source."""
    return [
        _hint(fact, fact.dims)
        for fact in facts
        if fact.binding and fact.dims is not None and fact.range.touches(window) and not _annotated(fact, lines)
    ]


def _hint(fact: Fact, dims: tuple[str, ...]) -> types.InlayHint:
    return types.InlayHint(
        position=to_range(fact.range).end,
        label=f"[{spelled(dims)}]",
        kind=types.InlayHintKind.Type,
        tooltip=tooltip(fact),
        padding_left=True,
    )


def tooltip(fact: Fact) -> types.MarkupContent:
    """What is shown when the pointer rests on the hint."""
    return types.MarkupContent(types.MarkupKind.Markdown, f"`{jaxtyped(fact)}`")


def postponed(hint: types.InlayHint, uri: str, version: int) -> types.InlayHint:
    """The hint without what few people look at, and with what it takes to find that when somebody does."""
    place = [hint.position.line, hint.position.character]  # no position: it stays in our units, whatever the client's
    return attrs.evolve(hint, tooltip=None, data={"uri": uri, "version": version, "place": place})


def completed(hint: types.InlayHint, facts: Iterable[Fact]) -> types.InlayHint:
    """A postponed hint with all there is to it; as it is where it isn't known any more."""
    place = Position(*cast(Mapping[str, list[int]], hint.data)["place"])
    fact = next((fact for fact in facts if fact.binding and fact.dims is not None and fact.range.end == place), None)
    return attrs.evolve(hint, tooltip=tooltip(fact)) if fact is not None else hint


def _annotated(fact: Fact, lines: Sequence[str]) -> bool:
    line = line_at(lines, fact.range.end.line)
    return ANNOTATION_WITH_SHAPE.match(line, code_points(line, fact.range.end.character)) is not None
