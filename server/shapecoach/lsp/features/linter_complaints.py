"""What linters have against the strings of jaxtyping, which they take for forward references, and the ways out.

jaxtyping's own advice: a blank in front of a single name, so that it is no name any more, and F722 left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.analysis.source import Source, recent_source
from shapecoach.axes.libraries import path_of
from shapecoach.lsp.features.code_actions import as_edits
from shapecoach.lsp.features.places import from_range
from shapecoach.lsp.features.ruff_setting import leaves_alone, leaving_alone, project_file, read
from shapecoach.lsp.text import line_at, split_lines, utf16_length

SYNTAX = "F722"
UNDEFINED = ("F821", "reportUndefinedVariable")
_NOQA = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?", re.IGNORECASE)
_LONG = ('"""', "'''")
Changes = Mapping[str, Sequence[Edit]]
"""Edits by the URI of what they are made in."""


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A linter's diagnostic about a shape's string."""

    diagnostic: types.Diagnostic
    code: str
    string: ast.Constant

    @property
    def is_ruffs(self) -> bool:
        return (self.diagnostic.source or "").lower() == "ruff"


def ways_out(
    diagnostics: Sequence[types.Diagnostic], text: str, libraries: Mapping[str, str], uri: str, path: Path
) -> list[types.CodeAction]:
    """What may be done about those of the diagnostics that are about shapes; the best way first for each."""
    coded = [(one, _code(one)) for one in diagnostics]
    if not any(code in (SYNTAX, *UNDEFINED) for _, code in coded):
        return []
    source = recent_source(text)
    strings = [(source.range(string), string) for string in _shape_strings(source, libraries)]
    actions: list[types.CodeAction] = []
    for diagnostic, code in coded:
        place = from_range(diagnostic.range)
        string = next((string for around, string in strings if around.touches(place)), None)
        if code in (SYNTAX, *UNDEFINED) and string is not None:
            ways = _ways(_Complaint(diagnostic, code, string), source, uri, path)
            actions += [_action(title, changes, diagnostic, not n) for n, (title, changes) in enumerate(ways)]
    return actions


def _ways(complaint: _Complaint, source: Source, uri: str, path: Path) -> Iterator[tuple[str, Changes]]:
    file = project_file(path) if complaint.is_ruffs else None
    settings = (read(file) if file else None) or ""
    setting = leaving_alone(settings, SYNTAX) if file else None
    in_file = {file.as_uri(): [setting]} if file and setting else {}
    if complaint.code == SYNTAX:
        if in_file:
            yield f"Have ruff leave {SYNTAX} alone, in pyproject.toml", in_file
    elif (blank := _blank(complaint.string, source)) is not None:
        said = f'Write `" {complaint.string.value}"`, with a blank in front'
        if in_file:
            yield f"{said}, and have ruff leave {SYNTAX} alone", {uri: [blank], **in_file}
        elif not complaint.code.startswith("F") or leaves_alone(settings, SYNTAX):
            yield said, {uri: [blank]}
        else:
            yield f"{said} (for linters that leave {SYNTAX} alone)", {uri: [blank]}
    if complaint.code.startswith("F") and (comment := _comment(complaint, source)) is not None:
        yield f"Write `# noqa: {complaint.code}`", {uri: [comment]}


def _code(diagnostic: types.Diagnostic) -> str:
    return str(diagnostic.code or "")


def _shape_strings(source: Source, libraries: Mapping[str, str]) -> Iterator[ast.Constant]:
    """The strings of `Float[Tensor, "batch seq"]` and the like."""
    from shapecoach.shapes.dtype import from_jaxtyping

    for node in source.nodes:
        match node:
            case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str()) as string])):
                library, _, name = path_of(node.value, libraries).rpartition(".")
                if library == "jaxtyping" and from_jaxtyping(name) is not None:
                    yield string
            case _:
                pass


def _blank(string: ast.Constant, source: Source) -> Edit | None:
    """A blank in front of a name that stands alone.

    In three quotes it would change nothing: linters read what is in these as if it stood in parentheses.
    """
    if not isinstance(string.value, str) or not string.value.isidentifier() or source.raw(string).endswith(_LONG):
        return None
    place = range_in_string(source, string, 0, len(string.value))
    at = place.start
    return Edit(Range(at, at), " ") if place != source.range(string) else None


def _comment(complaint: _Complaint, source: Source) -> Edit | None:
    """The comment that silences the rule on the line where the string ends; None where there can be none."""
    from shapecoach.lsp.features.suppressions import lines_that_end_freely  # all rules: not before `initialize`

    lines = split_lines(source.text)
    number = (complaint.string.end_lineno or complaint.string.lineno) - 1
    line = line_at(lines, number)
    if number not in lines_that_end_freely(tuple(lines)):
        return None
    found = _NOQA.search(line)
    if found is None:
        return _insertion(number, line.rstrip(), f"  # noqa: {complaint.code}")
    if found["codes"] is None or complaint.code in found["codes"]:
        return None
    return _insertion(number, line[: found.end()], f", {complaint.code}")


def _insertion(number: int, before: str, text: str) -> Edit:
    place = Position(number, utf16_length(before))
    return Edit(Range(place, place), text)


def _action(title: str, changes: Changes, about: types.Diagnostic, is_first: bool) -> types.CodeAction:
    return types.CodeAction(
        title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[about],
        is_preferred=is_first or None,
        edit=types.WorkspaceEdit(changes={uri: as_edits(edits) for uri, edits in changes.items()}),
    )
