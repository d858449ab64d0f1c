"""Names of axes, while a pattern or an annotation is typed; lengths and reductions behind the pattern.

Nothing is offered anywhere else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from lsprotocol import types

from shapecoach.analysis.model import Analysis
from shapecoach.axes.cursor import Cursor, cursor_at, scope_at
from shapecoach.axes.libraries import library_path
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.patterns import RESULT, Form, form_of, names_in
from shapecoach.lsp.features.tensors_at_hand import (
    as_pattern,
    dims_of,
    names_of,
    names_of_file,
    names_of_function,
    operands,
)
from shapecoach.lsp.text import code_points, line_at, offset_of, split_lines, utf16_length

REDUCTIONS = {
    "mean": "the mean of the elements",
    "sum": "the sum of the elements",
    "max": "the largest element",
    "min": "the smallest element",
    "prod": "the product of the elements",
    "any": "whether any element is true",
    "all": "whether all elements are true",
}
Offer = tuple[str, str]  # what is inserted, and what it is


def completion(text: str, position: types.Position, index: AxisIndex, analysis: Analysis) -> list[types.CompletionItem]:
    """What may be typed at a place; `analysis` may be of an earlier version."""
    cursor = cursor_at(text, offset_of(text, position.line, position.character))
    if cursor is None:
        return []
    lines = split_lines(text)
    around = _Around(scope_at(lines, position.line), position.line, index, analysis)
    offers = list(_offers(cursor, library_path(cursor.called, index.libraries), around))
    line = line_at(lines, position.line)
    before = line[: code_points(line, position.character)]
    word = re.search(r"\w*\Z", before)
    start = types.Position(position.line, position.character - utf16_length(word.group() if word else ""))
    return [_item(offer, types.Range(start, position), place) for place, offer in enumerate(offers)]


class _Around:
    """The function that the caret is in, and what is known of its tensors."""

    def __init__(self, scope: str, line: int, index: AxisIndex, analysis: Analysis) -> None:
        self.scope, self.line, self.index, self.analysis = scope, line, index, analysis

    def dims(self, tensor: str) -> tuple[str, ...] | None:
        return dims_of(tensor, self.scope, self.line, self.analysis, self.index)

    def names(self) -> list[str]:
        return names_of_function(self.scope, self.index)


def _offers(cursor: Cursor, path: str, around: _Around) -> Iterator[Offer]:
    if cursor.bracket == "[":
        if path.startswith("jaxtyping.") and cursor.place == 1 and cursor.typed is not None:
            yield from _in_annotation(cursor.typed, path, around)
        return
    form = form_of(path) if cursor.bracket == "(" else None
    if form is None or form.is_equation:
        return
    is_pattern = cursor.keyword == "pattern" or (not cursor.keyword and cursor.place == form.pattern)
    if form.pattern < 0:
        is_pattern = cursor.place >= 1
    if is_pattern and cursor.typed is not None:
        yield from _in_pattern(cursor, cursor.typed, form, around)
    elif "reduction" in form.own and (
        cursor.keyword == "reduction" or (not cursor.keyword and cursor.place == form.pattern + 1)
    ):
        for name, meaning in REDUCTIONS.items():
            yield (name if cursor.typed is not None else f'"{name}"'), meaning
    elif form.has_lengths and cursor.typed is None and cursor.place > form.pattern:
        if not re.fullmatch(r"\s*\w*", cursor.arguments[-1]):
            return  # a length is being given
        yield from _lengths(cursor, path, form)


def _in_annotation(typed: str, path: str, around: _Around) -> Iterator[Offer]:
    from shapecoach.shapes.dtype import from_jaxtyping

    is_expression = typed.rfind("{") > typed.rfind("}")  # the function's own values stand in braces
    if from_jaxtyping(path.removeprefix("jaxtyping.")) is None or is_expression:
        return
    own = around.names()
    yield from _unless_typed(own, typed, lambda name: f"an axis of `{around.scope}`")
    others = [name for name in names_of_file(around.index) if name not in own]
    yield from _unless_typed(others, typed, lambda name: "an axis in this file")


def _in_pattern(cursor: Cursor, typed: str, form: Form, around: _Around) -> Iterator[Offer]:
    tensors = [(tensor, around.dims(tensor)) for tensor in operands(cursor, form)]
    left, arrow, right = typed.partition("->")
    offered: dict[str, str] = {}
    if arrow:
        for name in names_in(typed):
            if name.side != RESULT:
                offered.setdefault(name.name, "left of the arrow")
        yield from _unless_typed(offered, right, lambda name: offered[name])
        typed = left + right
    else:
        sides = left.count(",")
        ahead = tensors[sides:] if form.sides else tensors[:1]
        whole = [as_pattern(dims) if dims else "" for _, dims in ahead]
        if all(whole) and whole and (not left.strip() or left.rstrip().endswith(",")):
            yield ", ".join(whole) + " -> ", "the axes of " + " and ".join(f"`{tensor}`" for tensor, _ in ahead)
        for tensor, dims in [*ahead, *tensors]:
            for name in names_of(dims or ()):
                offered.setdefault(name, f"an axis of `{tensor}`")
        side = left.rpartition(",")[2] if form.sides else left
        yield from _unless_typed(offered, side, lambda name: offered[name])
    others = [name for name in around.names() if name not in offered]
    yield from _unless_typed(others, typed, lambda name: f"an axis of `{around.scope}`")


def _unless_typed(names: Iterable[str], typed: str, meaning: Callable[[str], str]) -> Iterator[Offer]:
    there = set(re.findall(r"\w+(?=\W)", typed))  # the last word may just be being typed
    for name in names:
        if name not in there:
            yield name, meaning(name)


def _lengths(cursor: Cursor, path: str, form: Form) -> Iterator[Offer]:
    """`h=` for the names that need a length: those of an axis that is split, and those that `repeat` adds."""
    pattern = _text(cursor.arguments[form.pattern])
    given = {found[1] for argument in cursor.arguments if (found := re.match(r"\s*(\w+)\s*=", argument))}
    names = names_in(pattern)
    left = {name.name for name in names if name.side != RESULT}
    needed = [name.name for name in names if name.side != RESULT and len(name.merged) > 1]
    if path == "einops.repeat":
        needed += [name.name for name in names if name.name not in left]
    for name in dict.fromkeys(needed):
        if name not in given:
            yield f"{name}=", f"the length of `{name}`"


def _text(argument: str) -> str:
    """The string that an argument says; empty if it is none."""
    try:
        value = ast.literal_eval(argument.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return value if isinstance(value, str) else ""


def _item(offer: Offer, place: types.Range, number: int) -> types.CompletionItem:
    inserted, meaning = offer
    return types.CompletionItem(
        label=inserted.strip(),
        detail=meaning,
        kind=types.CompletionItemKind.Field,
        sort_text=f"{number:03}",
        filter_text=inserted,
        text_edit=types.TextEdit(place, inserted),
        preselect=number == 0 or None,
    )
