"""Every exercise turns down what no exercise may accept, and calls it by its name where it has one.

Hard-coded answers, answers for the example's sizes or for equal sizes only, changed arguments, forbidden calls, loops.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import einops
import numpy
import pytest
import torch
from torch import Tensor

from shapecoach.lessons import Kind, Outcome, catalogue
from shapecoach.lessons.judging.inputs import Inputs, copy_of, draw, free_names, inputs_for
from shapecoach.lessons.judging.judge import Judgement, judge
from shapecoach.lessons.judging.material import Material, load_text, material

ALL = [material(exercise) for exercise in catalogue().exercises]
WITH_INPUTS = [about for about in ALL if about.signature.parameters]
LIBRARIES = (
    torch,
    Tensor,
    torch.nn.functional,
    torch.linalg,
    torch.special,
    torch.fft,
    torch.Generator,
    einops,
    numpy,
)


def every(exercises: list[Material]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("about", exercises, ids=[about.exercise.name for about in exercises])


def judged(about: Material, answer: Callable[..., Any]) -> Judgement:
    """The judgement of an answer whose text nobody reads: the ones here have loops that are none of an answer's."""
    return judge(about, functools.partial(answer), seed=1)


def answered_at(about: Material, inputs: Inputs) -> Any:
    return about.solution(*inputs.copies().values())


# -- answers for some inputs only --------------------------------------------------------------------------------------


@every(WITH_INPUTS)
def test_a_hard_coded_answer(about: Material) -> None:
    written_down = inputs_for(about.signature, about.question, seed=77)[0]
    told = judged(about, lambda *arguments: answered_at(about, written_down))
    assert told.outcome is Outcome.FAILED
    assert told.mistake is not None or told.message


@every(WITH_INPUTS)
def test_an_answer_for_the_example_only(about: Material) -> None:
    example = draw(about.signature, about.question, about.question.example, "example")
    told = judged(about, _right_at(about, example))
    assert told.outcome in (Outcome.FAILED, Outcome.ERROR)


def _equal_sizes(about: Material) -> Inputs | None:
    names = free_names(about.signature, about.question)
    try:
        return draw(about.signature, about.question, dict.fromkeys(names, 3), "equal") if len(names) > 1 else None
    except Exception:  # a maker of values that needs other sizes
        return None


@every([about for about in WITH_INPUTS if _equal_sizes(about)])
def test_an_answer_for_equal_sizes_only(about: Material) -> None:
    inputs = _equal_sizes(about)
    assert inputs is not None
    assert judged(about, _right_at(about, inputs)).outcome in (Outcome.FAILED, Outcome.ERROR)


def _right_at(about: Material, inputs: Inputs) -> Callable[..., Any]:
    """An answer that is right where all sizes are as in `inputs`, and otherwise says what would be right there."""
    sizes = [_size(value) for value in inputs.arguments.values()]

    def answer(*arguments: Any) -> Any:
        if [_size(value) for value in arguments] == sizes:
            return about.solution(*arguments)
        return answered_at(about, inputs)

    return answer


def _size(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.shape
    if isinstance(value, int | tuple):
        return value
    return len(value) if hasattr(value, "__len__") else None


# -- the learner's world -----------------------------------------------------------------------------------------------


def _changed(value: Any) -> bool:
    """Changes a value in place, if it can be."""
    if isinstance(value, Tensor) and value.numel():
        value.logical_not_() if value.dtype == torch.bool else value.add_(1)
    elif isinstance(value, list):
        value.append(value[0] if value else 0)  # pyright: ignore[reportUnknownMemberType]
    elif isinstance(value, dict):
        value["one more"] = 0
    else:
        return False
    return True


CHANGEABLE = [
    (about, place)
    for about in WITH_INPUTS
    for place, value in enumerate(inputs_for(about.signature, about.question, seed=1)[0].copies().values())
    if _changed(value)
]


@pytest.mark.parametrize(
    ("about", "place"), CHANGEABLE, ids=[f"{about.exercise.name}-{place}" for about, place in CHANGEABLE]
)
def test_an_argument_that_is_changed(about: Material, place: int) -> None:
    def answer(*arguments: Any) -> Any:
        result = about.solution(*copy_of(arguments))
        _changed(arguments[place])
        return result

    told = judged(about, answer)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M10")


@every(WITH_INPUTS)
def test_the_random_numbers_of_the_whole_program(about: Material) -> None:
    def answer(*arguments: Any) -> Any:
        torch.rand(1)
        return about.solution(*arguments)

    before = torch.get_rng_state()
    told = judged(about, answer)
    torch.set_rng_state(before)
    assert told.outcome is Outcome.FAILED
    assert "for the whole program" in told.message


# -- what an exercise forbids and asks for -----------------------------------------------------------------------------

FORBIDDING = [(about, name) for about in ALL for names in about.question.forbidden for name in names.split()]


def with_line(about: Material, line: str) -> Callable[..., Any]:
    """The solution, with one more line run first."""
    name = about.exercise.function
    text = f"{about.exercise.solution}\n\n_right = {name}\n\n\ndef {name}(*arguments):\n    {line}\n"
    text += "    return _right(*arguments)\n"
    return getattr(load_text(text, about.exercise.source / "one_line_more.py"), name)


@every(ALL)
def test_one_line_more_that_does_nothing_is_no_reason(about: Material) -> None:
    assert judge(about, with_line(about, "pass"), seed=1).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("about", "name"), FORBIDDING, ids=[f"{about.exercise.name}-{name}" for about, name in FORBIDDING]
)
def test_a_forbidden_call(about: Material, name: str) -> None:
    names = (name, f"__{name}__")  # `reversed(x)` calls a method of the tensor
    assert any(hasattr(library, one) for library in LIBRARIES for one in names), "no library has this"
    told = judge(about, with_line(about, f"if not arguments: arguments[0].{name}()"), seed=1)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M09")
    assert f"`{name}`" in told.message


@every([about for about in ALL if about.question.required])
def test_a_right_answer_that_gets_there_in_another_way(about: Material) -> None:
    def answer(*arguments: Any) -> Any:
        with torch._C.DisableTorchFunction():  # nobody sees what is called
            return about.solution(*arguments)

    told = judged(about, answer)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M09")
    assert told.message.startswith("The values are right, but your answer gets them without ")


@every([about for about in ALL if not about.question.loops])
def test_a_loop(about: Material) -> None:
    told = judge(about, with_line(about, "for _ in (): pass"), seed=1)
    assert (told.outcome, told.mistake) == (Outcome.FAILED, "M08")


@every([about for about in ALL if about.question.any_device])
def test_an_answer_that_moves_to_the_cpu(about: Material) -> None:
    def answer(*arguments: Any) -> Any:
        at_home = [
            torch.zeros(value.shape) if isinstance(value, Tensor) and value.is_meta else value for value in arguments
        ]
        return about.solution(*at_home)

    assert judged(about, answer).mistake == "M14"


# -- predictions -------------------------------------------------------------------------------------------------------

PREDICTIONS = [about for about in ALL if about.exercise.kind is Kind.PREDICT]


@every(PREDICTIONS)
def test_what_is_right_is_only_said_of_entries_that_were_answered(about: Material) -> None:
    """One entry after the other is answered, wrongly: nothing is said about those after it."""
    right: dict[str, Any] = about.solution()
    for asked in right:
        given = {key: "something else" if key == asked else ... for key in right}
        told = judged(about, lambda given=given: dict(given))
        assert told.outcome is Outcome.FAILED
        others = [key for key in right if key != asked and f"`{key}`" in told.message]
        assert others == []


@every(PREDICTIONS)
def test_nothing_is_told_before_anything_is_answered(about: Material) -> None:
    told = judged(about, lambda: dict.fromkeys(about.solution(), ...))
    assert told.outcome is Outcome.NOT_STARTED
    right = [value for value in about.solution().values() if not isinstance(value, bool | int)]
    assert not any(repr(value) in told.message for value in right)


@every(PREDICTIONS)
def test_a_right_prediction_passes_and_the_starters_has_no_answers(about: Material) -> None:
    assert judged(about, about.solution).outcome is Outcome.PASSED
    starter = load_text(about.exercise.starter, about.exercise.source / "starter.py")
    given = getattr(starter, about.exercise.function)()
    assert list(given) == list(about.solution())
    assert all(value is ... for value in given.values())
