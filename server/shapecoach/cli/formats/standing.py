"""How it looks in a terminal where a learner stands: what is done, what comes back, what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shapecoach.cli.formats.lessons import MARKS, exercises
from shapecoach.lessons import LADDER, Exercise, ExerciseStatus, Outcome, catalogue, on_day
from shapecoach.lessons.record import present


def standing(statuses: Sequence[ExerciseStatus]) -> RenderableType:
    """Where a learner stands: lesson by lesson, what they are at, what comes back, and the sum."""
    begun = [status for status in statuses if not status.passed and (status.tries or status.hints_seen)]
    coming = [status for status in statuses if status.due]
    return _spaced([_lessons(statuses), _begun(begun), _coming_by_day(coming), _sum(statuses)])


def _lessons(statuses: Sequence[ExerciseStatus]) -> RenderableType:
    """A line for each lesson, with a mark for each of its exercises."""
    by_name = {status.exercise.name: status for status in statuses}
    table = Table.grid(padding=(0, 2))
    for track in catalogue().tracks:
        table.add_row(Text(str(track.number), "bold cyan"), Text(track.title, "bold cyan"))
        for lesson in track.lessons:
            mine = [by_name[exercise.name] for exercise in lesson.exercises]
            passed = sum(status.passed for status in mine)
            style = "green" if passed == len(mine) else "" if passed else "dim"
            marks = Text(" ").join(mark(status) for status in mine)
            table.add_row(Text(lesson.number, "dim"), lesson.title, marks, Text(f"{passed} of {len(mine)}", style))
    return table


def _begun(statuses: Sequence[ExerciseStatus]) -> RenderableType | None:
    """What was tried and is not passed yet."""
    if not statuses:
        return None
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title="Begun", title_style="bold cyan")
    table.title_justify = "left"
    for column in ("", "exercise", "tries", "hints", "time", "last run"):
        table.add_column(column, justify="right" if column in ("tries", "hints", "time") else "left")
    for status in statuses:
        table.add_row(
            mark(status),
            Text(status.exercise.name, "bold"),
            str(status.tries or ""),
            f"{status.hints_seen}/{status.hints_total}" if status.hints_seen else "",
            duration(status.seconds) if status.seconds >= 60 else "",
            Text(MARKS[status.outcome][2], MARKS[status.outcome][1]),
        )
    return table


def _coming_by_day(statuses: Sequence[ExerciseStatus]) -> RenderableType | None:
    """What comes back, a line for each day."""
    if not statuses:
        return None
    table = Table.grid(padding=(0, 2))
    for when in sorted({status.due for status in statuses if status.due}):
        names = ", ".join(status.exercise.name for status in statuses if status.due == when)
        table.add_row("", on_day(when), Text(names, "bold" if when <= present().date() else ""))
    return Group(Text("Comes back for review", "bold cyan"), table)


def _coming(statuses: Sequence[ExerciseStatus]) -> RenderableType | None:
    """What comes back, and when."""
    if not statuses:
        return None
    table = Table.grid(padding=(0, 2))
    for status in sorted(statuses, key=lambda status: str(status.due)):
        assert status.due and status.review
        times = f"review {status.review.rung + 1} of {len(LADDER)}" + (", begun" if status.reviewing else "")
        table.add_row("", Text(status.exercise.name, "bold"), on_day(status.due), Text(times, "dim"))
    return Group(Text("Comes back for review", "bold cyan"), table)


def _sum(statuses: Sequence[ExerciseStatus]) -> Text:
    passed = [status for status in statuses if status.passed]
    told = Text.assemble((f"{len(passed)} of {len(statuses)} passed", "bold"))
    if (seconds := sum(status.seconds for status in statuses)) >= 60:
        told.append(f" in {duration(seconds)}")
    if seen := sum(status.solution_seen for status in passed):
        told.append(f", {seen} after seeing the solution")
    return told


def reviews(due: Sequence[Exercise], coming: Sequence[ExerciseStatus]) -> RenderableType:
    """What comes back, and what to do about it."""
    table = _coming(coming)
    if table is None:
        return Text("Nothing comes back for review: what was hard the first time does, after you have passed it.")
    if not due:
        return table
    return _spaced([table, Text.assemble("Begin with: ", (f"shapecoach review {due[0].name}", "cyan"))])


def review_begun(exercise: Exercise, path: Path) -> RenderableType:
    return Group(
        Text.assemble("Once more, from the start: ", (exercise.name, "bold"), f", {exercise.title}"),
        Text(f"  File: {path}"),
        Text("  Your first answer stays where it is."),
        Text.assemble("When you have it: ", *_command("test", exercise)),
    )


def what_now(
    due: Sequence[Exercise],
    begun: Path | None,
    following: Exercise | None,
    path: Path | None,
    page: Path | None,
    reviews_first: bool,
) -> RenderableType:
    """What is due, and the exercise to do next, which lies at `path`; `page` is its lesson's text, if not read yet.

    `begun` is the file of the first one that is due, if its review has begun.
    """
    back = None
    if reviews_first and begun:
        back = Text.assemble("Go on with the review of ", (due[0].name, "bold"), f" in {begun}")
    elif due and reviews_first:
        names = Text(", ").join(Text(exercise.name, "bold") for exercise in due[:4])
        more = f" and {len(due) - 4} more" if len(due) > 4 else ""
        back = Text.assemble("Due for review: ", names, more, ". Begin with: ", *_command("review", due[0]))
    elif due:
        verb = "is" if len(due) == 1 else "are"
        back = Text.assemble((f"{exercises(len(due))} {verb} due for review: ", "dim"), ("shapecoach review", "cyan"))
    onward = _next(following, path, page) if following else Text("All exercises are passed.", "bold green")
    parts = [back, onward] if reviews_first else [onward, back]
    return Group(*(part for part in parts if part))


def _next(following: Exercise, path: Path | None, page: Path | None) -> RenderableType:
    lesson = catalogue().lesson_of(following)
    return Group(
        Text.assemble("Next: ", (following.name, "bold"), f", {following.title} ({following.minutes} min)"),
        Text(f"  Lesson {lesson.number}, {lesson.title}", "dim"),
        *([Text(f"  Read first: {page}")] if page else []),
        Text(f"  {'Then' if page else 'File'}: {path}"),
    )


def help_for(status: ExerciseStatus, path: Path) -> Text:
    """After an answer that wasn't right: where help is.  Nothing is wrong with one that isn't there yet."""
    name, left = status.exercise.name, status.hints_total - status.hints_seen
    if status.outcome is Outcome.NOT_STARTED and not status.hints_seen:
        return Text.assemble("Your answer goes below the task, in\n  ", (str(path), "bold"))
    if left:
        return Text.assemble("Stuck? ", *_command("hint", status.exercise), (f"  ({left} left)", "dim"))
    return Text.assemble("Stuck? ", (f"shapecoach solution {name}", "cyan"))


def last_hint(exercise: Exercise) -> Text:
    return Text.assemble(("That was the last hint. Still stuck? ", "dim"), *_command("solution", exercise))


def comes_back(status: ExerciseStatus, was_review: bool) -> Text | None:
    """After a pass: when the exercise is to be done once more."""
    if status.review is None:
        return None
    if status.due is None:
        return Text("That was the last review: it stays with you now.", "green")
    if was_review and status.review.rung:
        away = LADDER[status.review.rung]
        done = f"Review {status.review.rung} of {len(LADDER)} is done."
        return Text(f"{done} The next one is in {away} days, {on_day(status.due)}.")
    return Text(f"{_why_hard(status, was_review)}, so it comes back for review {on_day(status.due)}, with fresh sizes.")


def _why_hard(status: ExerciseStatus, was_review: bool) -> str:
    if was_review:
        return "That was hard again"
    if status.solution_seen:
        return "You have seen the solution first"
    if status.hints_seen:
        return "It took a hint" if status.hints_seen == 1 else f"It took {status.hints_seen} hints"
    return f"It took {status.tries} tries"


def solution_before_passing() -> Text:
    return Text.assemble(
        "\nClose this, and write it from memory: then it is yours. ",
        ("(Seen before passing; it will come back for review.)", "dim"),
    )


def mark(status: ExerciseStatus) -> Text:
    mark, style, _ = MARKS[Outcome.PASSED if status.passed else status.outcome]
    return Text(mark, style)


def duration(seconds: int) -> str:
    """A time that something took, to the minute.

    >>> duration(4000), duration(150)
    ('1 h 6 min', '2 min')
    """
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _command(command: str, exercise: Exercise) -> tuple[tuple[str, str]]:
    return ((f"shapecoach {command} {exercise.name}", "cyan"),)


def _spaced(parts: Iterable[RenderableType | None]) -> Group:
    """The parts that there are, with an empty line between."""
    return Group(*[each for part in parts if part for each in (Text(), part)][1:])
