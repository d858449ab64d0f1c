"""What is known about the tensor under the pointer: shape, dtype, and where each axis came from."""

from __future__ import annotations

from pathlib import PurePath

from lsprotocol import types

from shapecoach.analysis.model import Analysis, AxisOrigin, Fact, Position
from shapecoach.lsp.features.jaxtyped import jaxtyped
from shapecoach.lsp.features.places import contains, to_range, uri_of


def hover(analysis: Analysis, uri: str, position: Position) -> types.Hover | None:
    """The innermost fact at `position`, in Markdown; None where no tensor is known."""
    at_position = [fact for fact in analysis.facts if contains(fact.range, position)]
    if not at_position:
        return None
    # Of two facts about the same place (a name read and bound again), the binding is what the line is about.
    fact = min(at_position, key=lambda fact: (_extent(fact), not fact.binding))
    return types.Hover(
        contents=types.MarkupContent(types.MarkupKind.Markdown, _markdown(fact, uri)), range=to_range(fact.range)
    )


def _extent(fact: Fact) -> tuple[int, int]:
    start, end = fact.range.start, fact.range.end
    return end.line - start.line, end.character - start.character


def _markdown(fact: Fact, uri: str) -> str:
    name = f"{fact.name}: " if fact.name else ""
    origins = [origin_line(origin, uri) for origin in fact.origins]
    return "\n\n".join([f"```python\n{name}{jaxtyped(fact)}\n```", *(["\n".join(origins)] if origins else [])])


def origin_line(origin: AxisOrigin, uri: str) -> str:
    """Where an axis got its name, as an item of a list."""
    if origin.range is None:
        return f"- `{origin.axis}`: {origin.message}"
    line = origin.range.start.line + 1
    name = f"{PurePath(origin.path).name}, line {line}" if origin.path else f"line {line}"
    return f"- `{origin.axis}`: {origin.message} ([{name}]({uri_of(origin.path, uri)}#L{line}))"
