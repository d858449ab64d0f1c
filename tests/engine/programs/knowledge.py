"""What a program says about its own shapes: asserts and local annotations that hold."""

from __future__ import annotations

from .sizes import spelled
from .state import State


def asserted(state: State) -> str:
    a = state.tensor(1)
    shape = state.shape(a)
    b = state.tensor(1)
    sizes = ", ".join(state.size(a, axis) for axis in range(len(shape)))
    fixed = ", ".join(spelled(size, state.ints()) or f"{a}.shape[{axis}]" for axis, size in enumerate(shape))
    return state.random.choice([
        f"assert {a}.shape == ({sizes},)", f"assert {a}.ndim == {len(shape)}",
        f"assert {a}.shape[0] == {state.size(a, 0)}",
        f"assert {a}.shape[-1] == {b}.shape[-1]", f"assert {a}.size(0) == {b}.size(0), 'sizes differ'",
        f"assert {a}.shape == ({fixed},)", f"assert {a}.shape == {b}.shape", f"assert {a}.dim() in (1, 2, 3, 4)",
        f"if {a}.ndim != {len(shape)}:\n    raise ValueError('rank')", f"assert isinstance({a}, Tensor)",
        f"assert list({a}.shape) == [{sizes}]", f"assert {a}.shape[0] % 1 == 0 and {a}.ndim > 0",
    ])  # fmt: skip


def annotated(state: State) -> str:
    """A name with a jaxtyping annotation that holds; axes that have no name yet get one, or go unnamed."""
    if state.others:
        raise LookupError("what holds at one rank doesn't at another")
    a = state.float_tensor(1)
    known = dict(state.axes)
    texts: list[str] = []
    for size in state.shape(a):
        texts.append(spelled(size, known) or state.random.choice(["_", f"new{state.number()}"]))
        if texts[-1].startswith("new"):
            known[texts[-1]] = size
    statement = f'{state.new_name()}: Float[Tensor, "{" ".join(texts)}"] = {a}'
    if state.depth == 0:  # what a branch names isn't named after it
        state.axes.update(known)
    return statement
