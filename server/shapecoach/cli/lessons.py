"""The commands of the lessons: `learn`, `lessons`, `test`, `hint`, `solution`, `reset`, `next`, `status`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.syntax import Syntax

from shapecoach.cli.formats import lessons as looks
from shapecoach.lessons import Exercise, ExerciseStatus, LearnerFolder, Verdict, catalogue, run
from shapecoach.lessons.exercise import LessonsError
from shapecoach.lessons.layout import lay_out
from shapecoach.lessons.verify import verify as verify_exercises

_RUNS_AT_ONCE = 4


class OutputFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


Format = Annotated[OutputFormat, typer.Option("--format", help="How to print.")]
Dir = Annotated[Path, typer.Option("--dir", help="The folder of lessons, or a place inside it.", show_default=False)]
Name = Annotated[str, typer.Argument(metavar="EXERCISE", help="The name of an exercise, such as `split_heads`.")]

lessons_app = typer.Typer(invoke_without_command=True, help="List the lessons and exercises.")


def register(app: typer.Typer) -> None:
    """Adds the commands of the lessons to the command line."""
    for command in (learn, test, hint, solution, reset, next_exercise, status):
        app.command("next" if command is next_exercise else command.__name__)(command)
    app.add_typer(lessons_app, name="lessons")


@contextmanager
def _clear_errors() -> Generator[None]:
    """What a person can put right is said in a sentence, with exit code 2."""
    try:
        yield
    except LessonsError as error:
        print(f"shapecoach: {error}", file=sys.stderr)
        raise typer.Exit(2) from error


@contextmanager
def _folder(directory: Path) -> Generator[LearnerFolder]:
    """The learner's folder at `directory`.  What its progress file has to say comes on standard error."""
    with _clear_errors():
        if not directory.exists():
            raise LessonsError(f"There is no folder {directory}.")
        folder = LearnerFolder.at(directory)
        try:
            yield folder
        finally:
            for notice in folder.progress.notices:
                print(f"shapecoach: {notice}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def learn(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made if it isn't there.")],
    format: Format = OutputFormat.TEXT,
) -> None:
    """Make a folder of lessons, or bring new ones into an old one. What you have written stays as it is."""
    with _clear_errors():
        layout = lay_out(directory)
    if format is OutputFormat.JSON:
        _print_json({"folder": str(directory.absolute()), **vars(layout)})
        return
    show = looks.console()
    counts = (("made", layout.made), ("updated", layout.updated), ("left as you changed them", layout.kept))
    told = ", ".join(f"{len(files)} {what}" for what, files in counts if files) or "all up to date"
    show.print(f"[green]✓[/] {len(catalogue().exercises)} exercises in [bold]{directory}[/] (files: {told})")
    readme = directory / "README.md"
    show.print(f"  Begin with {readme}, or: [cyan]cd {directory} && shapecoach next[/]", soft_wrap=True)


@lessons_app.callback()
def list_lessons(context: typer.Context, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """List the lessons and exercises, with your marks if this is a folder of lessons."""
    if context.invoked_subcommand is not None:
        return
    with _clear_errors():
        folder = LearnerFolder.containing(directory)
        statuses = folder.statuses() if folder else []
        if format is OutputFormat.TEXT:
            looks.console().print(looks.lessons(statuses))
            return
        tracks = [
            {
                "number": track.number,
                "title": track.title,
                "lessons": [
                    {
                        "number": lesson.number,
                        "title": lesson.title,
                        "exercises": [_about(exercise) for exercise in lesson.exercises],
                    }
                    for lesson in track.lessons
                ],
            }
            for track in catalogue().tracks
        ]
        _print_json({"tracks": tracks})


@lessons_app.command()
def verify(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="Only these.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds each solution has to pass.")] = 200,
) -> None:
    """For authors: are starters turned down, solutions accepted, mistakes named, and all shapes known?"""
    with _clear_errors():
        wanted = _wanted(exercises)
    show = looks.console()
    wrong = 0
    with Progress(console=show, transient=True) as progress:
        bar = progress.add_task("Verifying", total=len(wanted))
        for exercise, complaints in verify_exercises(wanted, seeds):
            wrong += len(complaints)
            for complaint in complaints:
                show.print(looks.complaint(exercise, complaint))
            progress.advance(bar)
    told = f"{wrong} things wrong" if wrong else "nothing wrong"
    show.print(f"{len(wanted)} exercises, {seeds} seeds: {told}", style="bold red" if wrong else "bold green")
    raise typer.Exit(1 if wrong else 0)


def test(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="All if none.")] = None,
    seed: Annotated[int | None, typer.Option(help="Use the inputs of an earlier run again.")] = None,
    format: Format = OutputFormat.TEXT,
    directory: Dir = Path(),
) -> None:
    """Run an exercise's tests on your answer; without a name, all of them."""
    with _folder(directory) as folder:
        wanted = _wanted(exercises)
        if format is OutputFormat.JSON:
            verdicts = list(_run(folder, wanted, seed))
            _print_json([told.as_json() for told in verdicts])
        else:
            verdicts = _show_verdicts(_run(folder, wanted, seed), len(wanted))
            _point_onward(folder, wanted, verdicts)
    raise typer.Exit(0 if all(told.passed for told in verdicts) else 1)


def hint(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show the next hint for an exercise. There are up to three."""
    with _folder(directory) as folder:
        told = folder.take_hint(catalogue().exercise(exercise))
    if format is OutputFormat.JSON:
        _print_json({"exercise": exercise, "number": told.number, "total": told.total, "text": told.text})
    else:
        looks.console().print(looks.hint(told))


def solution(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show the solution of an exercise."""
    with _folder(directory) as folder:
        text = folder.show_solution(catalogue().exercise(exercise))
    show = looks.console()
    if format is OutputFormat.JSON:
        _print_json({"exercise": exercise, "solution": text})
    elif show.is_terminal:
        show.print(Syntax(text.rstrip(), "python", background_color="default", word_wrap=True))
    else:
        print(text.rstrip())


def reset(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Bring an exercise's file back as it was at the start. A copy of yours is kept."""
    with _folder(directory) as folder:
        wanted = catalogue().exercise(exercise)
        kept, path = folder.reset(wanted), folder.path_of(wanted)
    if format is OutputFormat.JSON:
        _print_json({"exercise": exercise, "path": str(path), "kept": str(kept) if kept else None})
        return
    show = looks.console()
    show.print(f"[green]✓[/] {path.name} is as it was at the start.")
    if kept:
        show.print(f"  What you had is kept in {kept}", soft_wrap=True)


def next_exercise(format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Say what to do now."""
    with _folder(directory) as folder:
        following = folder.next_exercise()
        path = folder.path_of(following) if following else None
    if format is OutputFormat.JSON:
        _print_json(_about(following) | {"path": str(path)} if following else None)
    elif following is None:
        looks.console().print("[bold green]All exercises are passed.[/]")
    else:
        _show_next(looks.console(), folder, following)


def status(format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show where you stand."""
    with _folder(directory) as folder:
        statuses = folder.statuses()
    if format is OutputFormat.JSON:
        _print_json([_standing(each) for each in statuses])
    else:
        looks.console().print(looks.standing(statuses))


def _wanted(names: list[str] | None) -> list[Exercise]:
    """Raises UnknownExerciseError for a name that is none."""
    return [catalogue().exercise(name) for name in names] if names else list(catalogue().exercises)


def _run(folder: LearnerFolder, exercises: list[Exercise], seed: int | None) -> Iterator[Verdict]:
    """The verdicts, in order; a few exercises run at once."""

    def run_one(exercise: Exercise) -> Verdict:
        return run(folder, exercise, seed)

    with ThreadPoolExecutor(min(_RUNS_AT_ONCE, os.cpu_count() or 1)) as pool:
        yield from pool.map(run_one, exercises)


def _show_verdicts(verdicts: Iterable[Verdict], count: int) -> list[Verdict]:
    show, seen = looks.console(), list[Verdict]()
    with show.status("Running the tests…"):
        for told in verdicts:
            seen.append(told)
            show.print(looks.verdict(told))
    if count > 1:
        show.print()
        show.print(looks.tally(seen))
    return seen


def _point_onward(folder: LearnerFolder, exercises: list[Exercise], verdicts: list[Verdict]) -> None:
    """After one exercise alone: what to do now."""
    if len(exercises) != 1:
        return
    exercise, show = exercises[0], looks.console()
    if verdicts[0].passed:
        following = folder.next_exercise(exercise)
        if following:
            _show_next(show, folder, following)
    else:
        left = len(exercise.hints) - folder.status(exercise).hints_seen
        help_ = f"shapecoach hint {exercise.name}" if left else f"shapecoach solution {exercise.name}"
        show.print(f"Stuck? [cyan]{help_}[/]" + (f"  ({left} left)" if left else ""))


def _show_next(show: Console, folder: LearnerFolder, following: Exercise) -> None:
    path = folder.path_of(following)
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    lesson = catalogue().lesson_of(following)
    show.print(f"Next: [bold]{following.name}[/], {following.title} ({following.minutes} min)")
    show.print(f"  in {shown}, lesson {lesson.number} {lesson.title}", soft_wrap=True)


def _about(exercise: Exercise) -> dict[str, Any]:
    return {
        "exercise": exercise.name,
        "lesson": exercise.lesson,
        "title": exercise.title,
        "kind": exercise.kind.value,
        "difficulty": exercise.difficulty,
        "importance": exercise.importance,
        "minutes": exercise.minutes,
    }


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
    }
