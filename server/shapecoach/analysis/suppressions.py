"""`# shapecoach: ignore[rule]` at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shapecoach.analysis.model import Finding, Position, Range
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.analysis.rules.unused_ignore import RULE
from shapecoach.analysis.source import Source

COMMENT = re.compile(r"#\s*shapecoach:\s*ignore\[([\w\s,-]*)\]")
_UNUSED = "nothing to ignore here: "


def applied(source: Source, findings: Sequence[Finding], preferences: bool = False) -> list[Finding]:
    """The findings that no comment silences, and a hint for every comment that silences nothing.

    Hints on code that is right are looked for by themselves: with `preferences` it is they that are given, otherwise
    all others, and a comment that names one kind is no concern of the other.
    """
    if "shapecoach:" not in source.text:
        return list(findings)
    kept = list(findings)
    for number, line in enumerate(source.lines):
        match = COMMENT.search(line)
        if match is None:
            continue
        names = {name.strip() for name in match.group(1).split(",")}
        rules = {name for name in names if is_preference(name) is preferences}
        silenced = [f for f in kept if number in lines_of(source, f.range) and f.rule in rules]
        kept = [finding for finding in kept if finding not in silenced]
        unused = sorted(rules - {finding.rule for finding in silenced} - {""})
        if unused:
            start, end = (len(line[:offset].encode("utf-16-le")) // 2 for offset in match.span())
            place = Range(Position(number, start), Position(number, end))
            kept.append(Finding(RULE.name, RULE.severity, place, f"{_UNUSED}{', '.join(unused)}"))
    return sorted(kept, key=lambda finding: finding.range)


def lines_of(source: Source, place: Range) -> range:
    """The lines at whose end a comment silences what is told of a place.

    These are its own, and for a part of a string those of the string, and of the call that it is an argument of.
    """
    first, last = place.start.line, place.end.line
    for string, whole in source.around_strings:
        if string.start <= place.start and place.end <= string.end:
            first, last = min(first, whole.start.line), max(last, whole.end.line)
    return range(first, last + 1)


def unused_rules(finding: Finding) -> frozenset[str]:
    """The rules that a finding of unused-ignore is about."""
    return frozenset(finding.message.removeprefix(_UNUSED).split(", "))
