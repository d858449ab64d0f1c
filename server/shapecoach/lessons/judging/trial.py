"""A trial: one answer, tried on one set of inputs.  It is what an exercise's tests take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from torch import Generator, Tensor

from shapecoach.lessons.judging import rules
from shapecoach.lessons.judging.compare import difference, difference_in_form
from shapecoach.lessons.judging.inputs import Inputs, copy_of
from shapecoach.lessons.judging.question import Question, Sizes
from shapecoach.lessons.judging.recorder import Recorder
from shapecoach.lessons.judging.rejection import NotStarted, Raised, Rejected
from shapecoach.lessons.judging.same import Yielded, same
from shapecoach.lessons.judging.signature import Signature
from shapecoach.lessons.judging.sketch import sketch

Answer = Callable[..., Any]

# No exercise has a generator that gives this much.
_ENDLESS = 100_000


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
        """What the function returned for the inputs.  What a generator yields comes as Yielded.

        Raises Raised where it raised, NotStarted where it is still the starter, and Rejected where it changed its
        arguments or the global random state, or did what the question forbids.
        """
        return watched(self.function, self.drawn.copies(), self.question)[0]

    def call(self, *arguments: Any) -> Any:
        """What the function returns for other arguments, for properties such as `f(f(x)) == x`."""
        names = [parameter.name for parameter in self.signature.parameters]
        return watched(self.function, dict(zip(names, map(copy_of, arguments), strict=True)), self.question)[0]

    def own(self, name: str) -> Any:
        """What the answer's own file calls `name`: a class that the exercise has defined there, say."""
        found = getattr(self.function, "__globals__", {}).get(name)
        if found is None:
            raise Rejected(f"There is no `{name}` in your file any more. It must keep its name.")
        return found

    def expect(self, wanted: Any, about: str = "") -> None:
        """Raises Rejected, saying what differs first, unless the answer is `wanted`.

        `about` says what is compared, where it isn't what the function returned itself.
        """
        told = difference(self.answer, wanted, self.signature, self.drawn, same_dtype=self.question.same_dtype)
        if told:
            picture = sketch(self.answer, wanted, self.signature, self.drawn)
            raise Rejected(f"{about}: {told}" if about else told, picture=picture)

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
            and all(
                isinstance(value, Generator) or same(value, other.arguments[name])
                for name, value in self.arguments.items()
            )
        )


def observe(function: Answer, inputs: Inputs, question: Question) -> Observation:
    """Calls a function on copies of the inputs and says what it did, an exception included."""
    arguments = inputs.copies()
    value, error = None, None
    try:
        with rules.same_chance():
            value = _seen(function, arguments, question)
    except (Raised, NotStarted) as raised:
        error = f"{type(raised.__cause__).__name__}: {raised.__cause__}"
    except Rejected as rejected:
        error = rejected.message
    return Observation(value, error, arguments)


def watched(function: Answer, arguments: dict[str, Any], question: Question) -> tuple[Any, set[str]]:
    """What a function returns, and the names of the torch functions that it called.  Raises as `Trial.answer` does."""
    rules.check_loops(function, question)
    before = {name: copy_of(value) for name, value in arguments.items()}
    random_state = rules.random_state()
    recorder = Recorder()
    with recorder:
        value = _seen(function, arguments, question)
    rules.check_inputs(before, arguments)
    rules.check_random_state(random_state, arguments)
    rules.check_calls(function, recorder.names, question)
    return value, recorder.names


def called(function: Answer, arguments: Mapping[str, Any]) -> Any:
    """What a function returns.  Raises Raised where it raises, NotStarted where it is still the starter."""
    try:
        return function(*arguments.values())
    except NotImplementedError as error:
        if error.args:  # torch's own, for a dtype that a function doesn't take
            raise Raised(error) from error
        raise NotStarted from error
    except Rejected:  # what is looked at in the answer is judged at once
        raise
    except (Exception, SystemExit) as error:
        raise Raised(error) from error


def _seen(function: Answer, arguments: Mapping[str, Any], question: Question) -> Any:
    """What a function returns, in a form that can be compared: a generator run to its end, and as the question says."""

    def run(*values: Any) -> Any:
        result = function(*values)
        if isinstance(result, Iterator):
            result = _run_to_its_end(result)  # pyright: ignore[reportUnknownArgumentType]
        return question.seen(result) if question.seen else result

    return copy_of(called(run, arguments))


def _run_to_its_end(items: Iterator[Any]) -> Yielded:
    lazy = type(items) not in (type(iter([])), type(iter(())), type(iter({})))
    given = list(islice(items, _ENDLESS))
    if len(given) == _ENDLESS:
        raise Rejected(f"Your generator gave {_ENDLESS:,} things and still went on. Does it ever end?")
    return Yielded(given, lazy)
