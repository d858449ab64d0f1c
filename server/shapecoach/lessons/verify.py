"""The author's check of the whole curriculum: every exercise is fair, and says what it should to a wrong answer."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING

from shapecoach.lessons.catalogue import catalogue, curriculum_root
from shapecoach.lessons.exercise import Exercise, Kind

if TYPE_CHECKING:
    from shapecoach.lessons.judging.material import Material

# Wrong answers need fewer seeds than right ones: each is run on all of an exercise's inputs, several times over.
_MISTAKE_SEEDS = 20
_MAX_HINTS = 3


def verify(exercises: Sequence[Exercise], seeds: int) -> Iterator[tuple[Exercise, list[str]]]:
    """Checks exercises in parallel processes; yields each with what is wrong about it, as they come in."""
    fresh = multiprocessing.get_context("spawn")  # a forked torch can hang
    workers = min(os.cpu_count() or 1, len(exercises) or 1)
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=stay_offline) as pool:
        jobs = {pool.submit(check, exercise.name, seeds): exercise for exercise in exercises}
        for job in as_completed(jobs):
            error = job.exception()
            yield jobs[job], [_in_one_line(f"can't be checked: {error!r}")] if error else job.result()


class NetworkError(Exception):
    """Something in the curriculum wants the network, which a learner may not have."""


def stay_offline() -> None:
    """From here on, whatever wants the network in this process is refused.  Raises NetworkError in it."""

    def refuse(event: str, _: object) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
            raise NetworkError("Exercises do without the network.")

    sys.addaudithook(refuse)


def check(name: str, seeds: int) -> list[str]:
    """What is wrong with one exercise, a line each.  Imports torch."""
    import torch

    from shapecoach.lessons.judging.material import material

    torch.set_num_threads(1)
    about = material(catalogue().exercise(name))
    return [_in_one_line(complaint) for look in _CHECKS for complaint in look(about, seeds)]


def _in_one_line(complaint: str) -> str:
    return " ".join(complaint.split())


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
    """What is to be repaired must fail, and be Python; anything else is told as not started."""
    from shapecoach.lessons.judging.judge import judge_text
    from shapecoach.lessons.judging.material import load
    from shapecoach.lessons.verdict import Outcome

    path, broken = about.exercise.source / "starter.py", about.exercise.kind is Kind.DEBUG
    try:
        load(path)
    except Exception as error:  # an author's slip of any kind, to be told like the others
        yield f"the starter can't be imported: {error!r}"
        return
    told = judge_text(about, about.exercise.starter, path, seed=0)
    if told.outcome is Outcome.PASSED:
        yield "the starter passes"
    elif not broken and told.outcome is not Outcome.NOT_STARTED:
        yield f"the starter is told as {told.outcome}, not as not started: {told.message}"
    elif broken and told.outcome is Outcome.NOT_STARTED:
        yield "the starter is told as not started, and there should be something to repair"


def _engine_is_silent_about_the_starter(about: Material, seeds: int) -> Iterator[str]:
    """Nobody should begin with a finding in code that isn't theirs; in what is to be repaired it is welcome."""
    if about.exercise.kind is not Kind.DEBUG:
        yield from _findings(about.exercise.starter, "starter.py")


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
    """No finding, and a known shape for every name that holds a tensor."""
    from shapecoach.hints import examine
    from shapecoach.lessons.judging.bound_tensors import bound_tensors
    from shapecoach.lessons.judging.judge import judge

    yield from _findings(about.exercise.solution, "solution.py")
    facts = [fact for fact in examine(about.exercise.solution, "solution.py").facts if fact.binding]
    for fact in facts:
        if fact.dims is None or "?" in fact.dims:
            yield f"solution.py:{fact.range.start.line + 1}: the shape of `{fact.name}` is not known"
    path = str(about.exercise.source / "solution.py")
    bound = bound_tensors(path, lambda: judge(about, about.solution, seed=0))
    for scope, name in sorted(bound - {(fact.scope, fact.name) for fact in facts}):
        yield f"solution.py: `{name}` in `{scope}` is not known to be a tensor"


def _findings(text: str, name: str) -> Iterator[str]:
    from shapecoach.analysis.rules.rule import is_preference
    from shapecoach.hints import examine

    for finding in examine(text, name).findings:
        if is_preference(finding.rule):  # an exercise may be about PyTorch's own way of saying it
            continue
        yield f"{name}:{finding.range.start.line + 1}: {finding.rule}: {finding.message}"


_CHECKS: tuple[Callable[[Material, int], Iterator[str]], ...] = (
    _described,
    _starter_fails,
    _engine_is_silent_about_the_starter,
    _solution_passes,
    _mistakes_are_named,
    _engine_knows_the_solution,
)
