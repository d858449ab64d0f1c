"""The author's check of the whole curriculum: every exercise is fair, and says what it should to a wrong answer."""

from __future__ import annotations

import multiprocessing
import os
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING

from shapecoach.lessons.catalogue import catalogue, curriculum_root
from shapecoach.lessons.exercise import Exercise

if TYPE_CHECKING:
    from shapecoach.lessons.judging.material import Material

# Wrong answers need fewer seeds than right ones: each is run on all of an exercise's inputs, several times over.
_MISTAKE_SEEDS = 20
_MAX_HINTS = 3


def verify(exercises: Sequence[Exercise], seeds: int) -> Iterator[tuple[Exercise, list[str]]]:
    """Checks exercises in parallel processes; yields each with what is wrong about it, as they come in."""
    fresh = multiprocessing.get_context("spawn")  # a forked torch can hang
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(exercises) or 1), mp_context=fresh) as pool:
        jobs = {pool.submit(check, exercise.name, seeds): exercise for exercise in exercises}
        for job in as_completed(jobs):
            error = job.exception()
            yield jobs[job], [f"can't be checked: {error!r}"] if error else job.result()


def check(name: str, seeds: int) -> list[str]:
    """What is wrong with one exercise, a line each.  Imports torch."""
    import torch

    from shapecoach.lessons.judging.material import material

    torch.set_num_threads(1)
    about = material(catalogue().exercise(name))
    return [complaint for look in _CHECKS for complaint in look(about, seeds)]


def _described(about: Material, seeds: int) -> Iterator[str]:
    exercise = about.exercise
    if not 1 <= len(exercise.hints) <= _MAX_HINTS:
        yield f"has {len(exercise.hints)} hints; 1 to {_MAX_HINTS} are wanted"
    for what, number in (("difficulty", exercise.difficulty), ("importance", exercise.importance)):
        if not 1 <= number <= 5:
            yield f"{what} is {number}, not 1 to 5"
    if not about.tests:
        yield "has no tests"
    codes = tomllib.loads((curriculum_root() / "mistakes.toml").read_text(encoding="utf-8"))
    shown = {known.code for known in about.mistakes}
    for code in sorted(shown.symmetric_difference(exercise.mistakes)):
        yield f"{code} stands in only one of exercise.toml and mistakes.py"
    for code in sorted(shown.difference(codes)):
        yield f"{code} is not in mistakes.toml"


def _starter_fails(about: Material, seeds: int) -> Iterator[str]:
    from shapecoach.lessons.judging.judge import judge_text
    from shapecoach.lessons.verdict import Outcome

    path = about.exercise.source / "starter.py"
    if judge_text(about, about.exercise.starter, path, seed=0).outcome is Outcome.PASSED:
        yield "the starter passes"


def _solution_passes(about: Material, seeds: int) -> Iterator[str]:
    from shapecoach.lessons.judging.judge import judge
    from shapecoach.lessons.verdict import Outcome

    for seed in range(seeds):
        judgement = judge(about, about.solution, seed)
        if judgement.outcome is not Outcome.PASSED:
            yield f"the solution is turned down at seed {seed}: {judgement.message}"
            return


def _mistakes_are_named(about: Material, seeds: int) -> Iterator[str]:
    from shapecoach.lessons.judging.judge import judge

    for known in about.mistakes:
        for seed in range(min(seeds, _MISTAKE_SEEDS)):
            judgement = judge(about, known.answer, seed)
            if judgement.mistake != known.code or not judgement.message.startswith(known.sentence):
                named = judgement.mistake or judgement.outcome.value
                yield f"the mistake {known.name} ({known.code}) is told as {named} at seed {seed}: {judgement.message}"
                break


def _engine_knows_the_solution(about: Material, seeds: int) -> Iterator[str]:
    from shapecoach.hints import examine

    analysis = examine(about.exercise.solution, "solution.py")
    for finding in analysis.findings:
        yield f"solution.py:{finding.range.start.line + 1}: {finding.rule}: {finding.message}"
    for fact in analysis.facts:
        if fact.binding and (fact.dims is None or "?" in fact.dims):
            yield f"solution.py:{fact.range.start.line + 1}: the shape of `{fact.name}` is not known"


_CHECKS: tuple[Callable[[Material, int], Iterator[str]], ...] = (
    _described,
    _starter_fails,
    _solution_passes,
    _mistakes_are_named,
    _engine_knows_the_solution,
)
