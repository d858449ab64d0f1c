"""What an axis name in a pattern or annotation is: which axis of which tensor, its size, and who else carries it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from shapecoach.analysis.model import Analysis, AxisOrigin, Position, Range
from shapecoach.axes.occurrences import AxisIndex, Kind, Occurrence, PatternCall
from shapecoach.axes.patterns import RESULT, PatternName
from shapecoach.lsp.features.hover import origin_line
from shapecoach.lsp.features.places import to_range
from shapecoach.lsp.features.tensors_at_hand import NAME

MOST_TENSORS = 8


def axis_hover(index: AxisIndex, analysis: Analysis, uri: str, position: Position) -> types.Hover | None:
    """What is known of the axis at a place; None where there is none."""
    found = index.at(position)
    if found is None:
        return None
    call = None if found.kind is Kind.ANNOTATION else index.call_at(found.range.start)
    dim = _dim_in_pattern(found.name, call, analysis) if call else found.name
    parts = [f"**`{found.name}`** · {_what(found, call)}"]
    parts += list(_lines(found, call, dim, analysis, uri))
    value = "\n\n".join([parts[0], "\n".join(parts[1:])]) if parts[1:] else parts[0]
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, value), to_range(found.range))


def _what(found: Occurrence, call: PatternCall | None) -> str:
    if found.kind is Kind.ANNOTATION:
        return "an axis of the result" if found.owner == "return" else f"an axis of `{found.owner}`"
    if call is None:
        return f"an axis in `{found.scope}`"
    return f"an axis of this pattern of `{call.path.rpartition('.')[2]}`"


def _lines(found: Occurrence, call: PatternCall | None, dim: str | None, analysis: Analysis, uri: str) -> Iterator[str]:
    if call is not None:
        yield from _places(found.name, call, analysis)
        for name, value in call.lengths:
            if name == found.name:
                yield f"- its length: `{value}`"
    if dim is None:
        return
    if dim != found.name:
        yield f"- here it is `{dim}`"
    origin = _origin(dim, found.scope, analysis)
    if origin is not None and not (origin.range and _is_at(origin.range, found)):
        yield origin_line(origin, uri)
    carriers = _carriers(dim, found.scope, analysis)
    if carriers:
        shown = ", ".join(f"`{name}`" for name in carriers[:MOST_TENSORS])
        yield f"- carried by {shown}{', …' if len(carriers) > MOST_TENSORS else ''}"


def _places(name: str, call: PatternCall, analysis: Analysis) -> Iterator[str]:
    """Which axis of which operand it is."""
    for part in _sides(name, call):
        tensor = call.operands[part.side] if part.side < len(call.operands) else None
        if tensor is None or part.axis is None:
            continue
        where = f"axis {part.axis} of `{tensor.text}`"
        dim = _dim_at(part, call, analysis)
        size = f", `{dim}`" if dim is not None and len(part.merged) > 1 else ""
        yield f"- {'part of ' if len(part.merged) > 1 else ''}{where}{size}"


def _dim_in_pattern(name: str, call: PatternCall, analysis: Analysis) -> str | None:
    """The size that a name of a pattern stands for; None where that isn't known, or it is merged with others."""
    for part in _sides(name, call):
        dim = _dim_at(part, call, analysis)
        if dim is not None and part.merged == (name,):
            return dim
    return None


def _sides(name: str, call: PatternCall) -> list[PatternName]:
    """Where a name stands left of the arrow."""
    return [part for _, part in call.names if part.name == name and part.side != RESULT]


def _dim_at(part: PatternName, call: PatternCall, analysis: Analysis) -> str | None:
    """The size of the operand's axis that a name is, or is part of."""
    if part.side >= len(call.operands) or part.axis is None:
        return None
    place = call.operands[part.side].range
    dims = next((fact.dims for fact in analysis.facts if fact.range == place and fact.dims is not None), None)
    if dims is None or any(dim == "..." or dim.startswith("*") for dim in dims):
        return None
    dim = dims[part.axis] if -len(dims) <= part.axis < len(dims) else None
    return None if dim == "?" else dim


def _origin(dim: str, scope: str, analysis: Analysis) -> AxisOrigin | None:
    return next(
        (origin for fact in analysis.facts if fact.scope == scope for origin in fact.origins if origin.axis == dim),
        None,
    )


def _carriers(dim: str, scope: str, analysis: Analysis) -> list[str]:
    """The variables of the function whose tensors have the axis, alone or in a size."""
    carrying = (
        fact.name
        for fact in analysis.facts
        if fact.binding and fact.scope == scope and fact.dims is not None
        and any(dim == one.lstrip("*") or dim in NAME.findall(one) for one in fact.dims)
    )  # fmt: skip
    return list(dict.fromkeys(carrying))


def _is_at(place: Range, found: Occurrence) -> bool:
    return place == found.range
