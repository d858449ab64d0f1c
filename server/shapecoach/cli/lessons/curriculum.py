"""`lessons`, which lists the curriculum, and `lessons verify`, the author's check of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from shapecoach.cli.formats import lessons as looks
from shapecoach.cli.lessons.options import Dir, Format, OutputFormat, clear_errors, print_json
from shapecoach.lessons import Exercise, LearnerFolder, catalogue
from shapecoach.lessons.verify import verify as verify_exercises

lessons_app = typer.Typer(invoke_without_command=True, help="List the lessons and exercises.")


@lessons_app.callback()
def list_lessons(context: typer.Context, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """List the lessons and exercises, with your marks if this is a folder of lessons."""
    if context.invoked_subcommand is not None:
        return
    with clear_errors():
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
                        "exercises": [about(exercise) for exercise in lesson.exercises],
                    }
                    for lesson in track.lessons
                ],
            }
            for track in catalogue().tracks
        ]
        print_json({"tracks": tracks})


@lessons_app.command()
def verify(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="Only these.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds each solution has to pass.")] = 200,
) -> None:
    """For authors: are starters turned down, solutions accepted, mistakes named, and all shapes known?"""
    with clear_errors():
        every = catalogue()
        wanted = [every.exercise(name) for name in exercises] if exercises else list(every.exercises)
    show = looks.console()
    wrong = 0
    with Progress(console=show, transient=True, disable=not show.is_terminal) as progress:
        bar = progress.add_task("Verifying", total=len(wanted))
        for exercise, complaints in verify_exercises(wanted, seeds):
            wrong += len(complaints)
            for complaint in complaints:
                show.print(looks.complaint(exercise, complaint), soft_wrap=True)
            progress.advance(bar)
    told = "nothing wrong" if not wrong else "1 thing wrong" if wrong == 1 else f"{wrong} things wrong"
    count = f"{looks.exercises(len(wanted))}, {looks.counted(seeds, 'seed')}"
    show.print(f"{count}: {told}", style="bold red" if wrong else "bold green")
    raise typer.Exit(1 if wrong else 0)


def about(exercise: Exercise) -> dict[str, Any]:
    """An exercise as JSON."""
    return {
        "exercise": exercise.name,
        "lesson": exercise.lesson,
        "title": exercise.title,
        "kind": exercise.kind.value,
        "difficulty": exercise.difficulty,
        "importance": exercise.importance,
        "minutes": exercise.minutes,
    }
