"""Watching one call of an answer: which torch functions it used, and whether it left the world as it was."""

from __future__ import annotations

import ast
import inspect
import random
import textwrap
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from shapecoach.lessons.judging.compare import same
from shapecoach.lessons.judging.question import Question
from shapecoach.lessons.judging.rejection import Rejected

_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Recorder(TorchFunctionMode):
    """Notes the name of every torch function and Tensor method that is called while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_function__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        self.names.add(getattr(func, "__name__", "").strip("_"))
        return func(*args, **(kwargs or {}))


def check_calls(names: set[str], question: Question) -> None:
    """Raises Rejected where a call was made that the exercise forbids."""
    for name, reason in question.forbidden.items():
        if name in names:
            raise Rejected(f"Your answer calls `{name}`. {reason}", mistake="M09")


def check_loops(function: Callable[..., Any], question: Question) -> None:
    """Raises Rejected where the function has a loop and the exercise allows none."""
    if question.loops:
        return
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    if any(isinstance(node, _LOOPS) for node in ast.walk(tree)):
        raise Rejected(
            "There is a Python loop in your answer. Say it for the whole tensor at once: that is shorter, and on"
            " real sizes hundreds of times faster.",
            mistake="M08",
        )


def check_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raises Rejected where the call changed its arguments.  A random generator is there to be drawn from."""
    changed = [
        name
        for name, value in before.items()
        if not isinstance(value, torch.Generator) and not same(value, after[name])
    ]
    if changed:
        name = changed[0]
        raise Rejected(
            f"Your function changes `{name}` itself: after the call, the caller's own `{name}` is different. Make a"
            f" new tensor and leave `{name}` as it is (`{name} + 1` makes a new one; `{name} += 1`, `{name}[0] = 1`"
            " and methods that end in `_` change the old one).",
            mistake="M10",
        )


def random_state() -> tuple[object, ...]:
    """The state of the random numbers that all code shares."""
    return (random.getstate(), torch.get_rng_state().numpy().tobytes())


def check_random_state(before: tuple[object, ...], arguments: Mapping[str, Any]) -> None:
    """Raises Rejected where the state is not `before` any more."""
    if random_state() == before:
        return
    generators = [name for name, value in arguments.items() if isinstance(value, torch.Generator)]
    instead = (
        f"Draw from the generator that you are given, with `generator={generators[0]}`: that changes nobody else's"
        " numbers."
        if generators
        else "The answer needs no chance in it; leave the random state as it was."
    )
    raise Rejected(f"Your function draws random numbers, or sets the seed, for the whole program. {instead}")


@contextmanager
def same_chance() -> Generator[None]:
    """Global random numbers are the same each time this is entered, and afterwards as if it never had been."""
    before = random.getstate(), torch.get_rng_state()
    random.seed(0)
    torch.set_rng_state(torch.Generator().manual_seed(0).get_state())
    try:
        yield
    finally:
        random.setstate(before[0])
        torch.set_rng_state(before[1])
