"""For people: each finding with its line of source, then a summary."""

from __future__ import annotations

import itertools
import sys

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shapecoach.analysis.model import Fact, Finding, Position, Range, Related, Severity
from shapecoach.cli.report import CheckedFile, Report
from shapecoach.lsp.text import code_points, line_at

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.HINT: "bold cyan"}
QUIET = "bright_black"
TAB = " " * 4


def write(report: Report, shapes: bool) -> None:
    """Print the report."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    for file in report.files:
        for finding in file.findings:
            console.print(finding_text(file, finding))
        if shapes and file.bindings:
            print_shapes(console, file)
    console.print(summary(report))


def finding_text(file: CheckedFile, finding: Finding) -> Text:
    """Place, severity, rule and message; the line with the place underlined; what it relates to; what would fix it."""
    style = STYLES[finding.severity]
    text = Text()
    text.append(place(file, finding.range.start), "bold").append(": ")
    text.append(f"{finding.severity}[{finding.rule}]", style).append(f" {indented(finding.message)}\n")
    text.append_text(excerpt(file, finding.range, style))
    for related in finding.related:
        text.append("  note: ", QUIET).append(f"{related_place(file, related)}: {indented(related.message)}\n")
    for title in dict.fromkeys(fix.title for fix in finding.fixes):  # two ways to write the same are one to a reader
        text.append("  fix: ", "green").append(f"{title}\n")
    return text


def excerpt(file: CheckedFile, range_: Range, style: str) -> Text:
    """The first line of a range, and carets under it."""
    number = range_.start.line
    line = line_at(file.lines, number)
    start = code_points(line, range_.start.character)
    end = code_points(line, range_.end.character) if range_.end.line == number else len(line)
    margin = " " * len(str(number + 1))
    width = max(cell_len(shown(line[:end])) - cell_len(shown(line[:start])), 1)
    text = Text()
    text.append(f"  {number + 1} | ", QUIET).append(f"{shown(line)}\n")
    text.append(f"  {margin} | ", QUIET).append(" " * cell_len(shown(line[:start])))
    return text.append("^" * width, style).append("\n")


def indented(message: str) -> str:
    """A message of several lines, all but the first set off from what begins at the margin."""
    return message.replace("\n", "\n    ")


def shown(line: str) -> str:
    return line.replace("\t", TAB)


def place(file: CheckedFile, position: Position) -> str:
    """`path:line:column`, both from 1, as editors and terminals link it."""
    column = code_points(line_at(file.lines, position.line), position.character)
    return f"{file.path}:{position.line + 1}:{column + 1}"


def related_place(file: CheckedFile, related: Related) -> str:
    """The same for a place that may be in another file, whose text isn't at hand: there the line is enough."""
    start = related.range.start
    return place(file, start) if related.path is None else f"{file.path_of(related)}:{start.line + 1}"


def print_shapes(console: Console, file: CheckedFile) -> None:
    """A table of what each name is bound to, for each function."""
    for scope, facts in itertools.groupby(sorted(file.bindings, key=by_scope), key=lambda fact: fact.scope):
        table = Table(box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
        table.title = f"{file.path}: {scope or 'module'}"
        for heading in ("line", "name", "shape", "dtype"):
            table.add_column(heading, no_wrap=True, justify="right" if heading == "line" else "left")
        for fact in facts:
            shape = Text("unknown", QUIET) if fact.dims is None else Text(f"[{', '.join(fact.dims)}]")
            table.add_row(Text(str(fact.range.start.line + 1), QUIET), Text(fact.name, "bold"), shape, fact.dtype)
        console.print(table)


def by_scope(fact: Fact) -> tuple[str, Range]:
    return fact.scope, fact.range


def summary(report: Report) -> Text:
    """How many of what, in how many files."""
    counts = [(severity, report.count(severity)) for severity in Severity]
    found = [Text(plural(count, severity.value), STYLES[severity]) for severity, count in counts if count]
    files = plural(len(report.files), "file")
    if not found:
        return Text(f"No findings in {files}.", "green")
    return Text("Found ") + Text(", ").join(found) + Text(f" in {files}.")


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
