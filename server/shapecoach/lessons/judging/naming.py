"""Which known mistake is this?  Asked only once an answer is known to be wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import torch

from shapecoach.lessons.judging.inputs import Inputs, draw, free_names
from shapecoach.lessons.judging.material import Material
from shapecoach.lessons.judging.question import Question, Sizes
from shapecoach.lessons.judging.same import same
from shapecoach.lessons.judging.signature import run_axes
from shapecoach.lessons.judging.trial import Answer, Observation, Trial, observe

_MORE_DRAWS = 6


@dataclass(frozen=True, slots=True)
class Named:
    """The mistake that was recognised, and what to tell the learner about it."""

    code: str
    sentence: str


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that was rejected, the inputs of that run, and the wrong entry if it was a dict of predictions."""

    material: Material
    function: Answer
    tried: Sequence[Inputs]
    entry: str | None


def name_mistake(wrong: WrongAnswer) -> Named | None:
    """The mistake whose own answer is this one, if exactly one is; else a telling trait of the answer; else None.

    The answer is called many times for this, so what it prints is dropped: the learner has seen it once.
    """
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return _name(wrong)


def _name(wrong: WrongAnswer) -> Named | None:
    alike = [known for known in wrong.material.mistakes if known.sentence and _alike(known.answer, wrong)]
    if len(alike) == 1:
        return Named(alike[0].code, alike[0].sentence)
    if wrong.entry is None and not alike and len(wrong.tried) > 1:
        for trait in _TRAITS:
            named = trait(wrong)
            if named:
                return named
    return None


def is_right(material: Material, function: Answer, inputs: Inputs) -> bool:
    """Whether every test of the exercise accepts the answer on these inputs."""
    try:
        for test in material.tests.values():
            test(Trial(function, inputs, material.signature, material.question))
    except Exception:  # the answer's, or the tests' own where such sizes make no sense
        return False
    return True


def _alike(known: Answer, wrong: WrongAnswer) -> bool:
    question = wrong.material.question
    pairs = ((observe(wrong.function, inputs, question), observe(known, inputs, question)) for inputs in wrong.tried)
    if wrong.entry is not None:
        return all(_same_entry(mine, theirs, wrong.entry) for mine, theirs in pairs)
    return all(mine.like(theirs) for mine, theirs in pairs)


def _same_entry(mine: Observation, theirs: Observation, entry: str) -> bool:
    given: Mapping[str, Any] = mine.value or {}
    known: Mapping[str, Any] = theirs.value or {}
    return entry in known and known[entry] == given.get(entry)


def _right_but_for_some(wrong: WrongAnswer) -> Named | None:
    """M62: right on inputs as they come, wrong at an edge, so nothing else that could be said of it is the reason."""
    if not _right_freely(wrong):
        return None
    material = wrong.material
    failed = next((drawn for drawn in wrong.tried if not is_right(material, wrong.function, drawn)), None)
    if failed is None:
        return None
    sizes = _spelled(failed, [*material.signature.inputs(failed.sizes), *material.signature.axes()])
    return Named(
        "M62",
        f"Your answer is right for most inputs, but not for all: it goes wrong with {sizes}. Go through your code with"
        " an input like that, line by line.",
    )


def _right_freely(wrong: WrongAnswer) -> bool:
    """Whether the answer is right on inputs as they come, edges aside.

    Where a size is drawn from few, a run's two draws may both have been the example's by chance: hence the others.
    """
    material = wrong.material
    more = (draw(material.signature, material.question, {}, f"more/{number}") for number in range(_MORE_DRAWS))
    return all(is_right(material, wrong.function, drawn) for drawn in (*wrong.tried[:2], *more))


def _looks_at_no_values(wrong: WrongAnswer) -> Named | None:
    """M07: other values in inputs of the same sizes."""
    material, first = wrong.material, wrong.tried[0]
    named = None
    for seed in range(_MORE_DRAWS):  # a single one may give the same by chance: a last number, where the first zero is
        named = _looks_at_nothing(
            wrong, first, draw(material.signature, material.question, first.sizes, f"other {seed}")
        )
        if named is None:
            return None
    return named


def _looks_at_no_sizes(wrong: WrongAnswer) -> Named | None:
    """M07: other sizes."""
    return _looks_at_nothing(wrong, *wrong.tried[:2])


def _looks_at_nothing(wrong: WrongAnswer, one: Inputs, other: Inputs) -> Named | None:
    """M07: other inputs, another right answer, the same answer."""
    changed = [name for name, value in one.arguments.items() if not same(value, other.arguments[name])]
    question = wrong.material.question
    if (
        not changed
        or _alike_on(wrong.material.solution, one, other, question)
        or not _alike_on(wrong.function, one, other, question)
    ):
        return None
    whatever = " and ".join(f"`{name}`" for name in changed)
    if all(isinstance(one.arguments[name], torch.Generator) for name in changed):
        return Named(
            "M07",
            f"Your answer is the same however {whatever} is seeded: it doesn't come from there, or you set the seed"
            " yourself. Draw from the generator that you are given, as it comes.",
        )
    return Named(
        "M07",
        f"Your answer is the same whatever is in {whatever}: it was written down rather than worked out. The tests"
        " use something fresh each time, so compute it from the input.",
    )


def _alike_on(function: Answer, one: Inputs, two: Inputs, question: Question) -> bool:
    """Whether a function gives the same for two inputs."""
    first, second = observe(function, one, question), observe(function, two, question)
    return first.error is None and second.error is None and first.value is not None and same(first.value, second.value)


def _right_for_the_example(wrong: WrongAnswer) -> Named | None:
    """M06: right at the example's sizes only."""
    material, example = wrong.material, wrong.material.question.example
    drawn = _drawn_at(wrong, example)
    if not example or drawn is None or not is_right(material, wrong.function, drawn):
        return None
    instead = (
        "Ask the tensor for its sizes instead (`x.shape`), or let einops name the axes."
        if material.signature.takes_tensors
        else "Work with the parameters' names instead."
    )
    return Named(
        "M06",
        f"Your answer is right for the example ({_inputs(drawn, material)}) and wrong for other sizes."
        f" Is one of those numbers written in your code? {instead}",
    )


def _right_for_equal_sizes(wrong: WrongAnswer) -> Named | None:
    """M60: right only where sizes happen to be equal."""
    material = wrong.material
    names = free_names(material.signature, material.question)
    equal = dict.fromkeys(names, 3)
    equal |= {axis: 3 for run in material.signature.runs() for axis in run_axes(run, equal)}
    drawn = _drawn_at(wrong, equal)
    if len(names) < 2 or drawn is None or not is_right(material, wrong.function, drawn):
        return None
    return Named(
        "M60",
        f"Your answer is right when all sizes are equal ({_inputs(drawn, material)}) and wrong when"
        " they differ. Somewhere one axis stands in for another: go through your code axis by axis, with sizes that are"
        " all different.",
    )


def _drawn_at(wrong: WrongAnswer, sizes: Sizes) -> Inputs | None:
    """Inputs of these sizes.  None where there can be none, and where not even all different sizes are answered wrong:
    then it isn't the sizes.
    """
    material = wrong.material
    if _right_freely(wrong):
        return None
    try:
        return draw(material.signature, material.question, sizes, "other sizes")
    except Exception:  # a maker of values that needs other sizes than these
        return None


def _inputs(drawn: Inputs, material: Material) -> str:
    return _spelled(drawn, material.signature.inputs(drawn.sizes))


def _spelled(drawn: Inputs, names: Sequence[str]) -> str:
    """Sizes, and small arguments; those that a learner doesn't see are only how the test came to them."""
    known: Mapping[str, object] = {**drawn.arguments, **drawn.sizes}
    small = (name for name in dict.fromkeys(names) if isinstance(known.get(name), int | float | str | tuple))
    return ", ".join(f"{name}={known[name]!r}" for name in small)


_TRAITS: tuple[Callable[[WrongAnswer], Named | None], ...] = (
    _right_but_for_some,
    _looks_at_no_values,
    _right_for_the_example,
    _looks_at_no_sizes,
    _right_for_equal_sizes,
)
