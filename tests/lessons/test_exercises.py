"""Every exercise of the curriculum: its starter fails, its solution passes, wrong answers of every sort are named."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import torch

from shapecoach.lessons import Exercise, Outcome, catalogue
from shapecoach.lessons.judging.inputs import draw, free_names
from shapecoach.lessons.judging.judge import judge, judge_text
from shapecoach.lessons.judging.material import Material, load, material
from shapecoach.lessons.judging.signature import TensorType
from shapecoach.lessons.verify import check

EXERCISES = catalogue().exercises
NAMES = [exercise.name for exercise in EXERCISES]


def is_of_floats(about: Material) -> bool:
    """Whether a tensor of floats goes in first and one comes out: what spoils that can be said for all of them."""
    types = [parameter.type for parameter in about.signature.parameters[:1]] + list(about.signature.results)
    return len(types) == 2 and all(isinstance(type_, TensorType) and type_.dtype == "float" for type_ in types)


ON_FLOATS = [about for about in map(material, EXERCISES) if is_of_floats(about)]

every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
every_exercise_on_floats = pytest.mark.parametrize("about", ON_FLOATS, ids=lambda about: about.exercise.name)


@every_exercise
def test_the_authors_check_finds_nothing(exercise: Exercise) -> None:
    assert check(exercise.name, seeds=10) == []


@every_exercise
def test_there_are_two_mistakes_at_least(exercise: Exercise) -> None:
    assert len(material(exercise).mistakes) >= 2


@every_exercise
def test_a_sentence_is_whole_and_of_one_or_a_few_lines(exercise: Exercise) -> None:
    for known in material(exercise).mistakes:
        if known.sentence:
            assert known.sentence.endswith((".", ".)"))
            assert 60 <= len(known.sentence) <= 420, known.name


def shapes_of(arguments: Iterable[Any]) -> list[torch.Size]:
    return [value.shape for value in arguments if isinstance(value, torch.Tensor)]


def example_of(about: Material) -> tuple[Any, ...]:
    """The arguments and the right answer at the example's sizes."""
    drawn = draw(about.signature, about.question, about.question.example, "example")
    return drawn, about.solution(*drawn.copies().values())


@every_exercise_on_floats
def test_a_hard_coded_answer_is_rejected(about: Material) -> None:
    _, right = example_of(about)
    told = judge(about, lambda *arguments: right.clone(), seed=1)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M07")


@every_exercise_on_floats
def test_an_answer_for_the_examples_sizes_only_is_rejected(about: Material) -> None:
    drawn, right = example_of(about)
    shapes = shapes_of(drawn.arguments.values())

    def answer(*arguments: Any) -> torch.Tensor:
        mine = shapes_of(arguments)
        return about.solution(*arguments) if mine == shapes else right * float(sum(map(torch.sum, arguments[:1])))

    # As a partial, its text isn't looked at for loops and forbidden calls.
    assert judge(about, functools.partial(answer), seed=1).outcome is Outcome.FAILED


@every_exercise_on_floats
def test_an_answer_for_equal_sizes_only_is_rejected(about: Material) -> None:
    if len(free_names(about.signature, about.question)) < 2:
        return  # one size has nothing to be equal to

    def answer(*arguments: Any) -> torch.Tensor:
        right = about.solution(*arguments)
        sizes = set(itertools.chain.from_iterable(shapes_of(arguments)))
        return right if sizes <= {3, 9} else right + arguments[0].sum() + 1

    assert judge(about, functools.partial(answer), seed=1).outcome is Outcome.FAILED


@every_exercise_on_floats
def test_an_answer_that_changes_its_input_is_rejected(about: Material) -> None:
    def answer(*arguments: Any) -> torch.Tensor:
        right = about.solution(*arguments).clone()
        arguments[0].mul_(2)
        return right

    told = judge(about, answer, seed=1)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M10")


@every_exercise_on_floats
def test_an_answer_of_another_dtype_or_rank_is_rejected(about: Material) -> None:
    for spoil in (lambda right: right.long(), lambda right: right[None], lambda right: right.flatten()[:1]):
        assert judge(about, lambda *arguments, spoil=spoil: spoil(about.solution(*arguments)), 1).outcome is (
            Outcome.FAILED
        )


@every_exercise_on_floats
def test_a_solution_in_double_precision_is_as_right_where_the_dtype_is_free(about: Material) -> None:
    wanted = Outcome.FAILED if about.question.same_dtype else Outcome.PASSED
    assert judge(about, lambda *arguments: about.solution(*arguments).double(), 1).outcome is wanted


# -- predictions -------------------------------------------------------------------------------------------------------

PREDICT = catalogue().exercise("predict_shapes")


@pytest.mark.parametrize("name", ["predict_shapes", "odd_numbers_quiz", "same_storage"])
def test_the_lines_that_are_run_are_the_lines_that_are_shown(name: str) -> None:
    exercise = catalogue().exercise(name)
    lines = load(exercise.source / "tests.py").LINES
    for text in (exercise.starter, exercise.solution):
        assert dict(re.findall(r'"(\w)": .*  # (.*)', text)) == lines


def told_of(**entries: object) -> Any:
    text = PREDICT.starter
    for key, value in entries.items():
        text = text.replace(f'"{key}": ...', f'"{key}": {value!r}')
    return judge_text(material(PREDICT), text, Path("predict_shapes.py"), seed=1)


def test_what_is_right_is_told_of_answered_lines_only() -> None:
    told = told_of(a=(3,), b=(7, 7))
    assert told.message == (
        "`b`: for torch.zeros(3, 4).sum(dim=1, keepdim=True) you say (7, 7). It comes out as (3, 1)."
    )
    assert told_of(a=(3,), b=(3, 1)).message == "2 right so far. Still to answer: c, d, e, f, g, h, i, j."


def test_the_first_wrong_prediction_is_named() -> None:
    told = told_of(a=(3,), c=(1,), h=(4,))
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M15")
    assert told.message.startswith("`c`: the sum of everything is one number without any axis")


def test_no_prediction_is_not_started() -> None:
    assert told_of().outcome is Outcome.NOT_STARTED
