"""jaxtyping's classes, while a type is typed: `Float[Tensor, "..."]`, with what must be imported for it."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from shapecoach.analysis.import_lines import ImportLines
from shapecoach.analysis.model import Edit
from shapecoach.analysis.source import recent_source
from shapecoach.axes.annotation_cursor import typed_type
from shapecoach.lsp.features.added_imports import AddedImports
from shapecoach.lsp.features.places import to_range
from shapecoach.lsp.text import offset_of

CLASSES = {
    "Float": "floating-point numbers of any precision",
    "Int": "signed whole numbers of any size",
    "Bool": "truth values",
    "Shaped": "elements of any type",
    "Complex": "complex numbers of any precision",
    "UInt": "whole numbers without a sign",
    "Integer": "whole numbers, with a sign or without",
    "Num": "numbers of any kind",
    "Real": "numbers that aren't complex",
    "Inexact": "floating-point or complex numbers",
} | {
    name: f"elements of {name.lower()}"
    for name in "Float32 Float64 Float16 BFloat16 Int64 Int32 Int16 Int8 UInt8 Complex64 Complex128".split()
}
ARRAYS = (("torch", "Tensor"), ("jax", "Array"), ("numpy", "ndarray"))
"""The types that annotations are of, by the library that a file uses."""


def dtype_completion(
    text: str, position: types.Position, libraries: Mapping[str, str], snippets: bool, unasked: bool = False
) -> list[types.CompletionItem]:
    """What a type may be; none in files that use no tensors.

    `unasked` says that the editor asks by itself, behind a blank: then something must have been typed of the type.
    """
    offset = offset_of(text, position.line, position.character)
    tops = {path.partition(".")[0] for path in libraries.values()}
    array = next((each for each in ARRAYS if each[0] in tops), ARRAYS[0] if "jaxtyping" in tops else None)
    typed = typed_type(text, offset) if array is not None else None
    if array is None or typed is None or (unasked and not typed):
        return []
    start = types.Position(position.line, position.character - len(typed))
    lines, goes_on = ImportLines(recent_source(text)), text[offset : offset + 1] == "["
    items: list[types.CompletionItem] = []
    for number, (name, meaning) in enumerate(CLASSES.items()):
        imports = AddedImports(lines, libraries)
        kind = imports.name("jaxtyping", name)
        of = imports.name(*array) if snippets and not goes_on else ""
        if kind is None or of is None:
            continue
        items.append(
            types.CompletionItem(
                label=name,
                detail=meaning,
                kind=types.CompletionItemKind.Class,
                sort_text=f"{number:03}",
                filter_text=name,
                insert_text_format=types.InsertTextFormat.Snippet if of else types.InsertTextFormat.PlainText,
                text_edit=types.TextEdit(types.Range(start, position), f'{kind}[{of}, "$1"]$0' if of else kind),
                additional_text_edits=[*map(_as_edit, imports.edits())] or None,
            )
        )
    return items


def _as_edit(edit: Edit) -> types.TextEdit:
    return types.TextEdit(to_range(edit.range), edit.new_text)
