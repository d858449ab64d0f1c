"""`#d` and `*#batch`, which jaxtyping lets be 1: what is claimed holds whichever they are, and jaxtyping looks on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
import torch

from shapecoach.hints import examine

SIZES = {"b": 2, "d": 5, "e": 7}
BATCH = (2, 3)
HEAD = """\
import einops
import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def f(
    x: Float[Tensor, "b d"],
    w: Float[Tensor, "d e"],
    y: Float[Tensor, "b #d"],
    z: Float[Tensor, "#b #d"],
    r: Float[Tensor, "*batch d"],
    s: Float[Tensor, "*#batch d"],
    t: Float[Tensor, "*#batch d"],
    k: Float[Tensor, "#3"],
):
"""

EXPRESSIONS = {
    "x + y": "b, d",
    "y + x": "b, d",
    "y + z": "b, #d",
    "z + z": "#b, #d",
    "z * 2 - z": "#b, #d",
    "(y + z) * y": "b, #d",
    "y.sum(-1)": "b",
    "y.sum(-1, keepdim=True)": "b, 1",
    "y.softmax(-1)": "b, #d",
    "y @ w": "b, e",
    "z.T": "#d, #b",
    "z.T @ x": "#d, d",
    "z.expand(x.shape)": "b, d",
    "torch.cat([y, y], 1)": "b, ?",
    "torch.cat([x, y], 0)": "2*b, d",
    "torch.stack([x, y])": "2, b, d",
    "z[:, :, None]": "#b, #d, 1",
    "z[0]": "#d",
    "z.reshape(-1)": "?",
    "z.squeeze()": None,
    "x.new_zeros(z.shape)": "#b, #d",
    "torch.zeros(z.shape[1] + 1)": "?",
    "torch.where(z > 0, x, y)": "b, d",
    "torch.broadcast_tensors(z, y)[0]": "b, #d",
    "einops.rearrange(z, 'a c -> c a')": "#d, #b",
    "einops.rearrange(z, 'a c -> (a c)')": "?",
    "einops.einsum(x, y, 'i j, i j -> i')": "b",
    "k + x.new_zeros(3)": "3",
    "x[:, :1] + z": "b, #d",
    "r + s": "*batch, d",
    "s - r": "*batch, d",
    "s + t": "*#batch, d",
    "s + t + s": "*#batch, d",
    "s.sum(-1)": "*#batch",
    "s @ w": "*#batch, e",
    "s[..., None]": "*#batch, d, 1",
    "s[..., :2]": "*#batch, 2",
    "s[0]": None,
    "s.flatten()": "?",
    "s.expand(r.shape)": "*batch, d",
    "torch.where(r > 0, s, t)": "*batch, d",
    "torch.cat([r, s], 0)": None,
    "torch.stack([r, s])": None,
    "einops.rearrange(s, '... c -> c ...')": "d, *#batch",
}


def _broadcastable(sizes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """What jaxtyping lets axes with `#` be."""
    return product(*({1, size} for size in sizes))


def _runs() -> Iterator[tuple[int, ...]]:
    for first in range(len(BATCH) + 1):
        yield from _broadcastable(BATCH[first:])


def _arguments() -> Iterator[tuple[torch.Tensor, ...]]:
    b, d, e = SIZES.values()
    shapes = product(_broadcastable((d,)), _broadcastable((b, d)), _runs(), _runs(), _broadcastable((3,)))
    for y, z, s, t, k in shapes:
        yield tuple(
            torch.ones(shape) for shape in ((b, d), (d, e), (b, *y), z, (*BATCH, d), (*s, d), (*t, d), k)
        )  # fmt: skip


def _holds(dims: tuple[str, ...], shape: tuple[int, ...]) -> bool:
    at = next((index for index, dim in enumerate(dims) if dim.startswith("*")), None)
    if at is not None:
        after = len(dims) - at - 1
        if len(shape) < len(dims) - 1:
            return False
        run, shape = shape[at : len(shape) - after], (*shape[:at], *shape[len(shape) - after :])
        is_whole = run == BATCH or (dims[at].startswith("*#") and np.broadcast_shapes(run, BATCH) == BATCH)
        return is_whole and _holds((*dims[:at], *dims[at + 1 :]), shape)
    return len(dims) == len(shape) and all(
        dim == "?" or size == eval(dim.removeprefix("#"), {}, SIZES) or (dim.startswith("#") and size == 1)
        for dim, size in zip(dims, shape, strict=True)
    )


@pytest.fixture(scope="module")
def claimed() -> dict[str, tuple[str, ...] | None]:
    """What is known of each expression, and that nothing is told of any."""
    lines = [f"    v{index} = {text}\n" for index, text in enumerate(EXPRESSIONS)]
    analysis = examine(HEAD + "".join(lines))
    assert not analysis.findings, [finding.message for finding in analysis.findings]
    known = {fact.name: fact.dims for fact in analysis.facts if fact.binding}
    return {text: known.get(f"v{index}") for index, text in enumerate(EXPRESSIONS)}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_what_is_claimed_holds_whichever_it_is(text: str, claimed: dict[str, tuple[str, ...] | None]) -> None:
    dims, expected = claimed[text], EXPRESSIONS[text]
    assert dims == (tuple(expected.split(", ")) if expected is not None else None)
    names: dict[str, object] = {}
    exec(compile(f"{HEAD}    return {text}\n", "example", "exec"), names)
    function = names["f"]
    assert callable(function)
    shapes: set[tuple[int, ...]] = set()
    for arguments in _arguments():
        try:
            result = function(*arguments)
        except (RuntimeError, IndexError):  # this expression asks for more than jaxtyping does
            continue
        assert isinstance(result, torch.Tensor)
        shapes.add(tuple(result.shape))
    assert shapes
    assert dims is None or all(_holds(dims, shape) for shape in shapes), shapes


def test_a_refusal_either_way_is_told() -> None:
    analysis = examine(HEAD + "    return z.reshape(-1)[:, 0]\n")
    assert [finding.rule for finding in analysis.findings] == ["shape-mismatch"]


def test_an_assumption_either_way_is_told() -> None:
    analysis = examine(HEAD + "    return (x + y) @ (x + z)\n")
    assert [finding.rule for finding in analysis.findings] == ["assumed-equal"]
    analysis = examine(HEAD.replace("k: Float", 'n: Float[Tensor, "#b q"], k: Float') + "    return n @ w\n")
    assert [finding.rule for finding in analysis.findings] == ["assumed-equal"]
