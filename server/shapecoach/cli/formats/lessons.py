"""How lessons look in a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from shapecoach.lessons import Exercise, ExerciseStatus, Hint, Kind, Lesson, Outcome, Verdict, catalogue

MARKS = {
    Outcome.PASSED: ("✓", "bold green", "passed"),
    Outcome.FAILED: ("✗", "bold red", "not yet right"),
    Outcome.ERROR: ("✗", "bold red", "stopped with an error"),
    Outcome.TIMEOUT: ("✗", "bold red", "out of time"),
    Outcome.NOT_STARTED: ("·", "dim", "not started"),
}
_LAST_PRINTED = 20
_SOLUTIONS = {Kind.PREDICT: "As it comes out", Kind.DEBUG: "One way to repair it"}
# Two stars beside a letter or digit are a power.
_MARKED = re.compile(r"`([^`]*)`|(?<![\w*])\*\*(?=\S)([^*`]+)(?<=\S)\*\*(?![\w*])")
_LONGEST_CHANGE = 15
_DIFF_STYLES = {"+": "green", "-": "red"}


def console(stderr: bool = False) -> Console:
    return Console(highlight=False, stderr=stderr)


def said(text: str) -> Text:
    """Text with what stands in `backticks` as code, and what stands between **stars** in bold."""
    shown, end = Text(), 0
    for marked in _MARKED.finditer(text):
        code, bold = marked.groups(default="")
        shown.append(text[end : marked.start()]).append(code, "cyan").append(bold, "bold")
        end = marked.end()
    return shown.append(text[end:])


def verdict(told: Verdict) -> RenderableType:
    """One verdict: a line, and below it what is wrong and how to see it again."""
    mark, style, words = MARKS[told.outcome]
    head = Text.assemble((f"{mark} ", style), (told.exercise, "bold"), f" {words}")
    if told.outcome is Outcome.NOT_STARTED:
        head.stylize("dim")
        return head
    head.append(f"  {told.seconds:.1f} s", "dim")
    if told.passed:
        return Group(head, *_printed(told))
    if told.mistake:
        head.append(f"  {told.mistake}", "dim")
    again = Text(f"The same inputs again: shapecoach test {told.exercise} --seed {told.seed}", "dim")
    picture = told.picture.text() if told.picture else ""
    drawn = [Text(), Text(picture)] if picture else []
    body = Group(said(told.message), *drawn, *_printed(told), Text(), again)
    return Group(head, Padding(body, (1, 2, 1, 2), expand=False))


def _printed(told: Verdict) -> list[RenderableType]:
    """What the learner's code printed, the last lines of it."""
    lines = told.output.rstrip().splitlines()
    if not lines:
        return []
    left_out = f" (the last {_LAST_PRINTED} of {len(lines)} lines)" if len(lines) > _LAST_PRINTED else ""
    shown = Text("\n".join(lines[-_LAST_PRINTED:]))
    return [Text(), Text(f"Your code printed{left_out}:", "dim"), Padding(shown, (0, 0, 0, 2))]


def tally(verdicts: Sequence[Verdict]) -> Text:
    """The line below many verdicts."""
    counts = [(sum(told.outcome is outcome for told in verdicts), *MARKS[outcome][1:]) for outcome in Outcome]
    parts = [Text(f"{count} {words}", style) for count, style, words in counts if count]
    return Text(", ").join(parts)


def lessons(statuses: Sequence[ExerciseStatus]) -> RenderableType:
    """The curriculum; with the learner's marks where `statuses` are given."""
    by_name = {status.exercise.name: status for status in statuses}
    blocks: list[RenderableType] = []
    for lesson in catalogue().lessons:
        blocks += [_lesson(lesson, by_name), Text()]
    return Group(*blocks[:-1])


def _lesson(lesson: Lesson, by_name: dict[str, ExerciseStatus]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for width in (1, _widest("name"), _widest("title")):
        table.add_column(min_width=width)
    for exercise in lesson.exercises:
        mark = _mark(by_name.get(exercise.name))
        stars = "●" * exercise.difficulty + "○" * (5 - exercise.difficulty)
        minutes = f"{exercise.minutes} min"
        table.add_row(mark, Text(exercise.name, "bold"), exercise.title, Text(stars, "dim"), Text(minutes, "dim"))
    return Group(Text(f"{lesson.number}  {lesson.title}", "bold cyan"), Padding(table, (0, 0, 0, 2), expand=False))


def _widest(attribute: str) -> int:
    """So that the lessons' tables line up."""
    return max(len(getattr(exercise, attribute)) for exercise in catalogue().exercises)


def _mark(status: ExerciseStatus | None) -> Text:
    if status is None:
        return Text(" ")
    mark, style, _ = MARKS[Outcome.PASSED if status.passed else status.outcome]
    return Text(mark, style)


def exercises(count: int) -> str:
    return counted(count, "exercise")


def counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def reflowed(text: str) -> str:
    """Paragraphs without their line breaks, to be broken anew; what is indented, or a list, stays as it is."""
    parts = re.split(r"\n{2,}", text.strip())
    return "\n\n".join(
        part if re.search(r"(?m)^(\s|[-*|] |\d+\. )", part) else " ".join(part.split()) for part in parts
    )


def change(name: str, difference: str, kept: Path) -> RenderableType:
    """What is new in a file of which the learner has a version of their own."""
    lines = [line for line in difference.splitlines() if not line.startswith(("---", "+++", "@@"))]
    shown = Text("\n").join(Text(line, _DIFF_STYLES.get(line[:1], "dim")) for line in lines[:_LONGEST_CHANGE])
    more = Text(f"The rest is in {kept}", "dim") if len(lines) > _LONGEST_CHANGE else Text(f"(kept in {kept})", "dim")
    head = Text.assemble("\n", (name, "bold"), " is yours and stays. This is new in ours:")
    return Group(head, Padding(Group(shown, more), (0, 0, 1, 4), expand=False))


def solution_after_passing(exercise: Exercise) -> RenderableType:
    """One way to write it, for comparison, and what to remember."""
    code = Syntax(exercise.solution_code, "python", background_color="default", word_wrap=True)
    return Group(
        Padding(said(reflowed(exercise.takeaway)), (1, 2, 1, 2), expand=False),
        Text(f"  {_SOLUTIONS.get(exercise.kind, 'One way to write it')}:", "dim"),
        Padding(code, (0, 0, 1, 4), expand=False),
    )


def hint(told: Hint) -> RenderableType:
    return Group(
        Text(f"Hint {told.number} of {told.total}", "bold cyan"),
        Padding(said(reflowed(told.text)), (0, 2), expand=False),
    )


def complaint(exercise: Exercise, text: str) -> Text:
    """One line of the author's check."""
    return Text.assemble(("✗ ", "bold red"), (exercise.name, "bold"), " ", said(text))
