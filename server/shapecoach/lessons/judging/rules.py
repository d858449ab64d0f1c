"""What every answer must keep to: what it may call, and that it leaves the world as it was."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from shapecoach.lessons.judging.own_code import own_code
from shapecoach.lessons.judging.question import Question
from shapecoach.lessons.judging.rejection import Rejected
from shapecoach.lessons.judging.same import same


def check_calls(function: Callable[..., Any], recorded: set[str], question: Question) -> None:
    """Raises Rejected where a call was made, or is written down, that the exercise forbids."""
    if not question.forbidden:
        return
    called = recorded | own_code(function).calls()
    for names, reason in question.forbidden.items():
        for name in names.split():
            if name in called:
                raise Rejected(f"Your answer calls `{name}`. {reason}", mistake="M09")


def check_loops(function: Callable[..., Any], question: Question) -> None:
    """Raises Rejected where the function has a loop and the exercise allows none."""
    if not question.loops and own_code(function).has_loop():
        raise Rejected(
            "There is a Python loop in your answer. Say it for the whole tensor at once: that is shorter, and on"
            " real sizes hundreds of times faster.",
            mistake="M08",
        )


def check_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raises Rejected where the call changed its arguments.  A generator of random numbers is there to be used."""
    for name, value in before.items():
        if isinstance(value, torch.Generator) or same(value, after[name]):
            continue
        if isinstance(value, Tensor):
            how = (
                f"Make a new tensor and leave `{name}` as it is (`{name} + 1` makes a new one; `{name} += 1`,"
                f" `{name}[0] = 1` and methods that end in `_` change the old one)."
            )
        elif isinstance(value, list):
            how = (
                f"Make a new list and leave `{name}` as it is (`{name}.append`, `{name}.pop`, `{name}.sort` and"
                f" `{name}[0] = 1` change the old one)."
            )
        else:
            how = f"Make a new one and leave `{name}` as it is."
        raise Rejected(
            f"Your function changes `{name}` itself: after the call, the caller's own `{name}` is different. {how}",
            mistake="M10",
        )


def random_state() -> tuple[object, ...]:
    """The state of the random numbers that all code shares."""
    numpy = sys.modules.get("numpy")
    return (
        random.getstate(),
        torch.get_rng_state().numpy().tobytes(),
        repr(numpy.random.get_state()) if numpy else "",
    )


def check_random_state(before: tuple[object, ...], arguments: Mapping[str, Any]) -> None:
    """Raises Rejected where the call drew from the random numbers that all code shares, or set their seed."""
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
