"""`# shapecoach: ignore[rule]` written and removed by a quick fix."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Sequence
from functools import lru_cache

from shapecoach.analysis.model import Edit, Finding, Position, Range
from shapecoach.analysis.rules.unused_ignore import RULE as UNUSED
from shapecoach.analysis.source import Source, recent_source
from shapecoach.analysis.suppressions import COMMENT, lines_of, unused_rules
from shapecoach.lsp.text import line_at, utf16_length


def silenced(finding: Finding, lines: Sequence[str]) -> Edit | None:
    """The edit after which the finding's rule is not told on its line; None where no comment can stand.

    A comment that silences other rules there gets this one too; any other comment is kept.
    """
    if finding.rule == UNUSED.name:
        return None
    source = recent_source("".join(lines))
    own = lines_of(source, finding.range)
    for number in own:
        if found := COMMENT.search(line_at(lines, number)):
            names = found[1].rstrip()
            end = found.start(1) + len(names)
            return _edit(lines, number, end, end, f"{', ' if names.strip() else ''}{finding.rule}")
    around = _statement_around(source, own)
    free = lines_that_end_freely(tuple(lines[around.start : around.stop]))
    number = next((number for number in own if number - around.start in free), None)
    if number is None:
        return None
    end = len(line_at(lines, number).rstrip())
    return _edit(lines, number, end, end, f"  # shapecoach: ignore[{finding.rule}]")


def unsilenced(finding: Finding, lines: Sequence[str]) -> Edit | None:
    """The edit after which a comment no longer names rules that it silences nothing of; None for any other finding."""
    number = finding.range.start.line
    line = line_at(lines, number)
    found = COMMENT.search(line)
    if finding.rule != UNUSED.name or found is None:
        return None
    names = [name.strip() for name in found[1].split(",")]
    kept = [name for name in names if name and name not in unused_rules(finding)]
    if kept:
        return _edit(lines, number, *found.span(1), ", ".join(kept))
    before, after = line[: found.start()].rstrip(), line[found.end() :].lstrip()
    if after:  # what else the comment says
        return _edit(lines, number, found.start(), len(line) - len(after), "" if after.startswith("#") else "# ")
    if before or number + 1 >= len(lines):
        return _edit(lines, number, len(before), found.end(), "")
    return Edit(Range(Position(number, 0), Position(number + 1, 0)), "")  # the comment had a line of its own


def _edit(lines: Sequence[str], number: int, start: int, end: int, text: str) -> Edit:
    line = line_at(lines, number)
    places = (Position(number, utf16_length(line[:index])) for index in (start, end))
    return Edit(Range(*places), text)


def _statement_around(source: Source, lines: range) -> range:
    """The lines of the statement at the margin that these are of, so that not all of a file is read for them."""
    is_read_whole = source.lines == source.parsed_lines
    for statement in source.tree.body if is_read_whole else ():
        if statement.lineno - 1 <= lines.start and lines.stop <= (statement.end_lineno or 0):
            return range(statement.lineno - 1, statement.end_lineno or 0)
    return range(len(source.lines))


@lru_cache(maxsize=4)
def lines_that_end_freely(lines: tuple[str, ...]) -> frozenset[int]:
    """The lines that end neither within a string nor in a backslash, as far as the text can be read."""
    free: set[int] = set()
    texts = (re.sub(r"[\r\n]+\Z", "", line) + "\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(lambda: next(texts, "")):
            if token.type in (tokenize.NEWLINE, tokenize.NL):
                free.add(token.start[0] - 1)
    except (tokenize.TokenError, SyntaxError):  # from here on it is half-typed
        pass
    return frozenset(free)
