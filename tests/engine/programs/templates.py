"""Statements of one line, written by filling a tensor, its partner, its axes and sizes into a template.

A writer aims at what works and now and then misses: whether a statement works is learned by running it.
"""

from __future__ import annotations

from collections.abc import Callable

from .state import State

Writer = Callable[[State], str]


def filled(state: State, template: str, a: str) -> str:
    """The template with its holes filled: a tensor, one that may fit it, dims, sizes and new names."""
    d = state.dim(a)
    rank = max(1, len(state.shape(a)))
    return template.format(
        a=a, b=state.partner(a), d=d, e=state.dim(a), last=state.size(a, rank - 1), first=state.size(a, 0),
        size=state.size(a, d % rank), n=state.size(a, state.random.randrange(rank)), m=state.size(a, rank - 1),
        t=state.new_name(), u=state.new_name(), rank=rank,
    )  # fmt: skip


def assigned(table: tuple[str, ...], least_rank: int = 1) -> Writer:
    """A writer of `NEW = TEMPLATE`."""

    def write(state: State) -> str:
        a = state.float_tensor(least_rank) if state.chance(0.85) else state.tensor(least_rank)
        return f"{state.new_name(like=a)} = " + filled(state, state.random.choice(table), a)

    return write


def stated(table: tuple[str, ...], least_rank: int = 1) -> Writer:
    """A writer of statements that are whole templates."""
    return lambda state: filled(state, state.random.choice(table), state.float_tensor(least_rank))
