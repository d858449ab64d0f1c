"""Every exercise of the curriculum: its starter fails, its solution passes, its mistakes are named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from shapecoach.lessons import Exercise, Outcome, catalogue
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
