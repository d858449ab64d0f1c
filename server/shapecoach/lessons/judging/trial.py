"""A trial: one answer, tried on one set of inputs.  It is what an exercise's tests take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from torch import Tensor

from shapecoach.lessons.judging import calls
from shapecoach.lessons.judging.compare import difference, difference_in_form, same
from shapecoach.lessons.judging.inputs import Inputs, copy_of
from shapecoach.lessons.judging.question import Question, Sizes
from shapecoach.lessons.judging.rejection import NotStarted, Raised, Rejected
from shapecoach.lessons.judging.signature import Signature

Answer = Callable[..., Any]


@dataclass(frozen=True)
class Trial:
    """One answer on one set of inputs.

    def test_head_i_is_block_i(trial: Trial) -> None:
        x, n_heads = trial.inputs
        trial.expect(torch.stack(x.chunk(n_heads, dim=2), dim=1))
    """

    function: Answer
    drawn: Inputs
    signature: Signature
    question: Question

    @property
    def inputs(self) -> tuple[Any, ...]:
        """The arguments, in order: fresh copies, to do with as you please."""
        return tuple(self.drawn.copies().values())

    @property
    def sizes(self) -> Sizes:
        """The sizes of the axes in this trial, by name."""
        return self.drawn.sizes

    @cached_property
    def answer(self) -> Any:
        """What the function returned for the inputs.

        Raises Raised where it raised, NotStarted where it is still the starter, and Rejected where it changed its
        arguments or the global random state, or did what the question forbids.
        """
        calls.check_loops(self.function, self.question)
        arguments = self.drawn.copies()
        random_state = calls.random_state()
        recorder = calls.Recorder()
        with recorder:
            value = _call(self.function, arguments)
        calls.check_inputs(self.drawn.arguments, arguments)
        calls.check_random_state(random_state, self.drawn.arguments)
        calls.check_calls(recorder.names, self.question)
        return copy_of(value)

    def call(self, *arguments: Any) -> Any:
        """What the function returns for other arguments, for properties such as `f(f(x)) == x`."""
        names = [parameter.name for parameter in self.signature.parameters]
        return _call(self.function, dict(zip(names, map(copy_of, arguments), strict=True)))

    def expect(self, wanted: Any) -> None:
        """Raises Rejected, saying what differs first, unless the answer is `wanted`."""
        told = difference(self.answer, wanted, self.signature, self.drawn)
        if told:
            raise Rejected(told)

    def expect_form(self, wanted: Tensor) -> None:
        """As `expect`, but the values in `wanted` don't matter: for answers that are random, or right in many ways."""
        told = difference_in_form(self.answer, wanted, self.signature, self.drawn)
        if told:
            raise Rejected(told)

    def expect_entries(self, wanted: Mapping[str, Any], about: Mapping[str, str]) -> None:
        """For answers that are a dict of predictions: raises Rejected for the first wrong one, then for missing ones.

        `about` shows what each entry is about.  What is right is only said about entries that were answered.
        """

        def compared(key: str, right: Any) -> Callable[[Any], str | None]:
            return lambda said: (
                None if same(said, right) else f"for {about[key]} you say {said!r}. It comes out as {right!r}."
            )

        self.look_at_entries({key: compared(key, right) for key, right in wanted.items()})

    def look_at_entries(self, looks: Mapping[str, Callable[[Any], str | None]]) -> None:
        """For answers that are a dict of entries of which each can be right in several ways.

        Each entry is given to its own function, which says what is wrong with it, or None.  Raises Rejected for the
        first wrong one, then for missing ones.
        """
        given = self.answer
        if not isinstance(given, dict):
            raise Rejected("Your function should return the dict that it began with, filled in.")
        answered = {key: value for key, value in given.items() if value is not ...}  # pyright: ignore
        if not answered:
            raise NotStarted
        for key, look in looks.items():
            told = look(answered[key]) if key in answered else None
            if told:
                raise Rejected(f"`{key}`: {told}", entry=key)
        missing = [key for key in looks if key not in answered]
        if missing:
            raise Rejected(f"{len(looks) - len(missing)} right so far. Still to answer: {', '.join(missing)}.")

    def require(self, condition: bool, message: str) -> None:
        """Raises Rejected with that message unless the condition holds."""
        if not condition:
            raise Rejected(message)


@dataclass(frozen=True)
class Observation:
    """All that one call did that can be seen from outside."""

    value: Any
    error: str | None
    arguments: Mapping[str, Any]

    def like(self, other: Observation) -> bool:
        return (
            self.error == other.error
            and (self.error is not None or same(self.value, other.value))
            and all(same(self.arguments[name], other.arguments[name]) for name in self.arguments)
        )


def observe(function: Answer, inputs: Inputs) -> Observation:
    """Calls a function on copies of the inputs and says what it did, an exception included."""
    arguments = inputs.copies()
    value, error = None, None
    try:
        with calls.same_chance():
            value = copy_of(_call(function, arguments))
    except (Raised, NotStarted) as raised:
        error = f"{type(raised.__cause__).__name__}: {raised.__cause__}"
    return Observation(value, error, arguments)


def _call(function: Answer, arguments: Mapping[str, Any]) -> Any:
    try:
        return function(*arguments.values())
    except NotImplementedError as error:
        raise NotStarted from error
    except (Exception, SystemExit) as error:
        raise Raised(error) from error
