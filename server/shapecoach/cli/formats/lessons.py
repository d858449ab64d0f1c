"""How lessons look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from shapecoach.lessons import Exercise, ExerciseStatus, Hint, Lesson, Outcome, Verdict, catalogue

MARKS = {
    Outcome.PASSED: ("✓", "bold green", "passed"),
    Outcome.FAILED: ("✗", "bold red", "not yet right"),
    Outcome.ERROR: ("✗", "bold red", "stopped with an error"),
    Outcome.TIMEOUT: ("✗", "bold red", "out of time"),
    Outcome.NOT_STARTED: ("·", "dim", "not started"),
}
_LAST_PRINTED = 20


def console() -> Console:
    return Console(highlight=False)


def said(text: str) -> Text:
    """Text with what stands in `backticks` as code."""
    shown = Text()
    for place, part in enumerate(text.split("`")):
        shown.append(part, "cyan" if place % 2 else "")
    return shown


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
    body = Group(said(told.message), *_printed(told), Text(), again)
    return Group(head, Padding(body, (1, 2, 1, 2)))


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


def hint(told: Hint) -> RenderableType:
    return Group(
        Text(f"Hint {told.number} of {told.total}", "bold cyan"), Padding(said(told.text), (0, 2), expand=False)
    )


def complaint(exercise: Exercise, text: str) -> Text:
    """One line of the author's check."""
    return Text.assemble(("✗ ", "bold red"), (exercise.name, "bold"), " ", said(text))


def standing(statuses: Sequence[ExerciseStatus]) -> RenderableType:
    """Where a learner stands, exercise by exercise."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("", "lesson", "exercise", "tries", "hints", "last run"):
        table.add_column(column, justify="right" if column in ("tries", "hints") else "left")
    for status in statuses:
        last = MARKS[status.outcome][2] + (" (after seeing the solution)" if status.solution_seen else "")
        table.add_row(
            _mark(status),
            status.exercise.lesson,
            Text(status.exercise.name, "bold"),
            str(status.tries or ""),
            f"{status.hints_seen}/{status.hints_total}" if status.hints_seen else "",
            Text(last, MARKS[status.outcome][1]),
        )
    passed = sum(status.passed for status in statuses)
    return Group(table, Text(), Text(f"{passed} of {len(statuses)} passed", "bold"))
