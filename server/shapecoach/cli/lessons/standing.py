"""`next`, `status` and `review`: where the learner stands, and what to do now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from shapecoach.cli.formats import lessons as looks
from shapecoach.cli.formats import standing
from shapecoach.cli.lessons.curriculum import about
from shapecoach.cli.lessons.options import Dir, Format, OutputFormat, answer_of, folder_at, from_here, print_json
from shapecoach.lessons import Exercise, ExerciseStatus, LearnerFolder, catalogue


def next_exercise(format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Say what to do now."""
    with folder_at(directory) as folder:
        due, following = folder.due(), folder.next_exercise()
        if format is OutputFormat.TEXT:
            show_what_now(looks.console(), folder, following, reviews_first=True)
        elif due:
            print_json(about(due[0]) | {"path": str(folder.path_of(due[0], review=True)), "review": True})
        elif following:
            print_json(about(following) | {"path": str(folder.path_of(following)), "review": False})
        else:
            print_json(None)


def status(format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show where you stand."""
    with folder_at(directory) as folder:
        statuses = folder.statuses()
        if format is OutputFormat.JSON:
            print_json([_standing(each) for each in statuses])
        else:
            looks.console().print(standing.standing(statuses))


def review(
    exercise: Annotated[str | None, typer.Argument(metavar="[EXERCISE]", help="Begin with this one.")] = None,
    format: Format = OutputFormat.TEXT,
    directory: Dir = Path(),
) -> None:
    """List what comes back because it was hard; with a name, do it once more, from the start, in a copy."""
    with folder_at(directory) as folder:
        if exercise is None:
            _list_reviews(folder, format)
            return
        wanted = answer_of(folder, exercise).exercise
        path = folder.begin_review(wanted)
    if format is OutputFormat.JSON:
        print_json({"exercise": wanted.name, "path": str(path)})
    else:
        looks.console().print(standing.review_begun(wanted, from_here(path)), soft_wrap=True)


def show_what_now(
    show: Console, folder: LearnerFolder, following: Exercise | None, reviews_first: bool = False
) -> None:
    """Prints what is due, and `following`, the exercise to do next."""
    path = page = begun = None
    due = folder.due()
    if due and folder.status(due[0]).reviewing:
        begun = from_here(folder.path_of(due[0], review=True))
    if following:
        path = from_here(folder.path_of(following))
        lesson = catalogue().lesson_of(following)
        begins = following == lesson.exercises[0] and not folder.status(following).last_seen
        page = path.with_name("lesson.md") if begins else None
    show.print(standing.what_now(due, begun, following, path, page, reviews_first), soft_wrap=True)


def _list_reviews(folder: LearnerFolder, format: OutputFormat) -> None:
    coming = [status for status in folder.statuses() if status.due]
    if format is OutputFormat.TEXT:
        looks.console().print(standing.reviews(folder.due(), coming))
        return
    due = folder.due()
    print_json(
        [
            about(status.exercise)
            | {
                "due": str(status.due),
                "now": status.exercise in due,
                "path": str(folder.path_of(status.exercise, review=True)) if status.reviewing else None,
            }
            for status in sorted(coming, key=lambda status: str(status.due))
        ]
    )


def _standing(status: ExerciseStatus) -> dict[str, Any]:
    return {
        "exercise": status.exercise.name,
        "lesson": status.exercise.lesson,
        "outcome": status.outcome.value,
        "passed": status.passed,
        "tries": status.tries,
        "hints_seen": status.hints_seen,
        "hints_total": status.hints_total,
        "solution_seen": status.solution_seen,
        "seconds": status.seconds,
        "due": str(status.due) if status.due else None,
    }
