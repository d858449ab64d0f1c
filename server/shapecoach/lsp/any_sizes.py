"""A function whose calls have numbers for sizes, declared for any sizes: tried first, as numbers may be needed."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator

from lsprotocol import types

from shapecoach.analysis.model import Analysis, Edit, Fact, Range, Severity
from shapecoach.analysis.source import Source, recent_source
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.reading import read_axes
from shapecoach.lsp.features.declare_shape import Function, Writer, as_action
from shapecoach.lsp.open_document import OpenDocument
from shapecoach.lsp.session import Session
from shapecoach.lsp.text import edited


async def for_any_sizes(
    session: Session, document: OpenDocument, index: AxisIndex, window: Range
) -> list[types.CodeAction]:
    """Actions that declare a function's shapes with a name for each number, where that makes nothing wrong.

    A number is one size wherever it stands in the parameters; what the function then gives is worked out anew.
    """
    before, text = await document.known(), document.document.source
    source = recent_source(text)
    actions: list[types.CodeAction] = []
    for node in Writer(source, index, before).functions(window):
        writer = Writer(source, index, before, _names_for_sizes(Writer(source, index, before), node))
        edits = writer.all_of(node, with_result=False) if writer.named else []
        edits += writer.imports.edits()
        after = await session.tried(document, edited(text, edits)) if edits else None
        if after is None or _is_worse(after, before):
            continue
        with_result = [*edits, *_result(writer, node, edited(text, edits), after)]
        whole = await session.tried(document, edited(text, with_result)) if with_result != edits else None
        if whole is not None and not _is_worse(whole, before):
            edits = with_result
        actions.append(as_action(f"Declare all shapes of `{node.name}`, for any sizes", edits, document.uri))
    return actions


def _names_for_sizes(writer: Writer, node: Function) -> dict[str, str]:
    """A name for each number that is a size of a parameter: what a pattern calls the axis, or a letter."""
    facts = [fact for fact in writer.facts_of_parameters(node) if fact.dims is not None]
    taken = {one.name for one in writer.index.occurrences if facts and one.scope == facts[0].scope}
    letters = (letter for letter in string.ascii_lowercase if letter not in taken)
    named: dict[str, str] = {}
    for fact in facts:
        for axis, dim in enumerate(fact.dims or ()):
            if dim.isdecimal() and int(dim) > 1 and dim not in named:
                own = (name for name in _in_patterns(writer.index, fact, axis) if name not in named.values())
                named[dim] = next(own, None) or next(letters)
    return named


def _in_patterns(index: AxisIndex, fact: Fact, axis: int) -> Iterator[str]:
    """What patterns call an axis of a parameter."""
    for call in index.calls:
        for _, name in call.names if call.scope == fact.scope else ():
            is_of_it = 0 <= name.side < len(call.operands) and call.operands[name.side].text == fact.name
            if is_of_it and name.axis == axis and name.merged == (name.name,):
                yield name.name


def _result(writer: Writer, node: Function, text: str, after: Analysis) -> list[Edit]:
    """What the function gives now that its parameters are declared, as an edit of the text before."""
    place = writer.place_of_result(node)
    source = Source(text)
    number = _functions(writer.source).index(node)
    now = Writer(source, read_axes(text), after)
    written = now.type_of_result(_functions(source)[number])
    return [Edit(place, f" -> {written}")] if place and written and not now.imports.edits() else []


def _functions(source: Source) -> list[Function]:
    return [node for node in source.nodes if isinstance(node, Function)]


def _is_worse(after: Analysis, before: Analysis) -> bool:
    """Is more found, of any rule, than was?"""
    return bool(_told(after) - _told(before))


def _told(analysis: Analysis) -> Counter[str]:
    return Counter(each.rule for each in analysis.findings if each.severity is not Severity.HINT)
