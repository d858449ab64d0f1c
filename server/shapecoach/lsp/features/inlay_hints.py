"""The shape of a tensor, shown after the name that it was bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lsprotocol import types

from shapecoach.analysis.model import Fact, Range
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
        tooltip=types.MarkupContent(types.MarkupKind.Markdown, f"`{jaxtyped(fact)}`"),
        padding_left=True,
    )


def _annotated(fact: Fact, lines: Sequence[str]) -> bool:
    line = line_at(lines, fact.range.end.line)
    return ANNOTATION_WITH_SHAPE.match(line, code_points(line, fact.range.end.character)) is not None
