"""`test`, `hint`, `solution`, `reset`: the commands for an exercise one is at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.syntax import Syntax

from shapecoach.cli.formats import lessons as looks
from shapecoach.cli.formats import standing
from shapecoach.cli.lessons.options import (
    Answer,
    Dir,
    Format,
    Name,
    OutputFormat,
    answer_of,
    folder_at,
    from_here,
    print_json,
)
from shapecoach.cli.lessons.standing import show_what_now
from shapecoach.lessons import LearnerFolder, Outcome, Runner, Verdict, catalogue
from shapecoach.lessons.debugging import judge_under_debugger

_RUNS_AT_ONCE = 4


def test(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...", help="All if none.")] = None,
    seed: Annotated[int | None, typer.Option(help="Use the inputs of an earlier run again.")] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Run in this process, without limits: `breakpoint()` and debuggers work.")
    ] = False,
    format: Format = OutputFormat.TEXT,
    directory: Dir = Path(),
) -> None:
    """Run an exercise's tests on your answer; without a name, all of them."""
    with folder_at(directory) as folder:
        wanted = [answer_of(folder, name) for name in exercises or ()] or [*map(Answer, catalogue().exercises)]
        passed_before = folder.status(wanted[0].exercise, wanted[0].review).passed
        run = _debug if debug else _run
        if format is OutputFormat.JSON:
            verdicts = list(run(folder, wanted, seed))
            print_json([told.as_json() for told in verdicts])
        else:
            verdicts = _show_verdicts(run(folder, wanted, seed), wanted, spinning=not debug)
            if len(wanted) == 1:
                _point_onward(looks.console(), folder, wanted[0], verdicts[0], passed_before)
    # A debugger would stop at an exit with any other code.
    raise typer.Exit(0 if debug or all(told.passed for told in verdicts) else 1)


def hint(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show the next hint for an exercise. There are up to three."""
    with folder_at(directory) as folder:
        answer = answer_of(folder, exercise)
        told = folder.take_hint(answer.exercise, answer.review)
    if format is OutputFormat.JSON:
        print_json({"exercise": answer.exercise.name, "number": told.number, "total": told.total, "text": told.text})
    else:
        looks.console().print(looks.hint(told))
        if told.number == told.total:
            looks.console().print(standing.last_hint(answer.exercise))


def solution(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Show the solution of an exercise. Before you have passed it, that is remembered."""
    with folder_at(directory) as folder:
        answer = answer_of(folder, exercise)
        before = folder.status(answer.exercise, answer.review)
        text = folder.show_solution(answer.exercise, answer.review)
    show = looks.console()
    if format is OutputFormat.JSON:
        print_json({"exercise": answer.exercise.name, "shows": answer.exercise.takeaway, "solution": text})
    elif show.is_terminal:
        show.print(Syntax(text.rstrip(), "python", background_color="default", word_wrap=True))
    else:
        print(text.rstrip())
    if format is OutputFormat.TEXT and not before.passed and not before.solution_seen:
        looks.console(stderr=True).print(standing.solution_before_passing())


def reset(exercise: Name, format: Format = OutputFormat.TEXT, directory: Dir = Path()) -> None:
    """Bring an exercise's file back as it was at the start. A copy of yours is kept."""
    with folder_at(directory) as folder:
        answer = answer_of(folder, exercise)
        kept = folder.reset(answer.exercise, answer.review)
        path = folder.path_of(answer.exercise, answer.review)
    if format is OutputFormat.JSON:
        print_json({"exercise": answer.exercise.name, "path": str(path), "kept": str(kept) if kept else None})
        return
    show = looks.console()
    show.print(f"[green]✓[/] {from_here(path)} is as it was at the start.", soft_wrap=True)
    if kept:
        show.print(f"  What you had is kept in {from_here(kept)}", soft_wrap=True)


def _run(folder: LearnerFolder, answers: list[Answer], seed: int | None) -> Iterator[Verdict]:
    """The verdicts, in order.  While some exercises are judged, the process of another one gets ready."""
    cancelled = Event()
    with Runner() as runner, ThreadPoolExecutor(min(_RUNS_AT_ONCE, (os.cpu_count() or 1) + 1)) as pool:

        def run_one(answer: Answer) -> Verdict:
            return runner.run(folder, answer.exercise, seed, review=answer.review, cancelled=cancelled)

        try:
            yield from pool.map(run_one, answers)
        finally:
            cancelled.set()  # Ctrl-C: who waits for verdicts no longer wants them


def _debug(folder: LearnerFolder, answers: list[Answer], seed: int | None) -> Iterator[Verdict]:
    """The verdicts, in order, each found in this process."""
    return (judge_under_debugger(folder, answer.exercise, seed, answer.review) for answer in answers)


def _show_verdicts(verdicts: Iterable[Verdict], answers: list[Answer], spinning: bool) -> list[Verdict]:
    show, seen, many = looks.console(), list[Verdict](), len(answers) > 1
    with show.status("Running the tests…") if spinning else nullcontext():
        for told in verdicts:
            seen.append(told)
            if not (many and told.outcome is Outcome.NOT_STARTED):
                show.print(looks.verdict(told))
    if many:
        show.print()
        show.print(looks.tally(seen))
    return seen


def _point_onward(show: Console, folder: LearnerFolder, answer: Answer, told: Verdict, passed_before: bool) -> None:
    """After one exercise alone: what to do now."""
    exercise = answer.exercise
    if not told.passed:
        path = from_here(folder.path_of(exercise, answer.review))
        show.print(standing.help_for(folder.status(exercise, answer.review), path), soft_wrap=True)
        return
    show.print(looks.solution_after_passing(exercise))
    back = standing.comes_back(folder.status(exercise), answer.review)
    if back and not passed_before:
        show.print(back)
    show_what_now(show, folder, folder.next_exercise(exercise))
