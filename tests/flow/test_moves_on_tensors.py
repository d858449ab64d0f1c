"""What is said of axes is what PyTorch does to them: the same by an einops pattern that is read off the move."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Mapping

import einops
import pytest
import torch
import torch.nn.functional as F
from tests.flow.known import known_of
from tests.flow.test_moves import SIGNATURE, TABLE
from torch import nn

from shapecoach.flow.identifying import move_of
from shapecoach.flow.known import Known
from shapecoach.flow.moves import Axis, Move
from shapecoach.flow.operations import operation_of

SIZES = {
    "batch": 2,
    "seq": 6,
    "d_model": 4,
    "n_heads": 3,
    "d_head": 5,
    "vocab": 7,
    "m": 8,
    "n": 9,
    "c": 10,
    "h": 4,
    "w": 6,
}
REDUCTIONS = {"Σ": "sum", "Π": "prod", "mean": "mean", "max": "max", "min": "min"}
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul}
FURTHER = [
    'rearrange(y, "b s (h e) -> h (b s) e", h=n_heads)',
    'rearrange(image, "b c (h p) (w q) -> b (h w) (p q c)", p=2, q=3)',
    'rearrange(z, "b h s e -> s (e h) b")',
    'reduce(image, "b (k g) h w -> g b", "sum", g=5)',
    'reduce(z, "... e -> ...", "min")',
    'repeat(q, "b s -> s (b r) k", r=2, k=3)',
    "z.permute(3, 0, -2, 1)",
    "z.movedim(1, -1)",
    "z.swapaxes(0, -1)",
    "z.flatten(1, 2)",
    "z.transpose(1, 2).flatten(-2)",
    "z.transpose(1, 2).reshape(z.shape[0], z.shape[2], -1)",
    "y.unflatten(-1, (n_heads, d_head))",
    "z.sum(-2)",
    "z.mean((1, 3))",
    "z.amin(dim=0, keepdim=True)",
    "torch.prod(z, 1)",
    "z[None, ..., None]",
    "z[:, None, :, :]",
    "z @ z.transpose(-1, -2)",
    "x.mT @ x",
    "w @ torch.ones(7)",
    "square @ q.T",
    'torch.einsum("bhqe,bhke,qk->bh", z, z, square)',
    'torch.einsum("bsd,dv->vs", x, w)',
    "x[:, :, None] * x[:, None]",
    "q[:, :, None] + x",
    "z - z.mean(1, keepdim=True)",
    "a * b[:, None]",
]


def names() -> dict[str, object]:
    generator = torch.Generator().manual_seed(0)

    def tensor(*axes: str) -> torch.Tensor:
        return torch.rand([SIZES[axis] for axis in axes], generator=generator)

    return {
        "torch": torch, "F": F, "nn": nn, "einops": einops, "rearrange": einops.rearrange, "reduce": einops.reduce,
        "repeat": einops.repeat, "n_heads": 3, "d_head": 5, "x": tensor("batch", "seq", "d_model"),
        "z": tensor("batch", "n_heads", "seq", "d_head"), "y": tensor("batch", "seq", "n_heads", "d_head").flatten(2),
        "q": tensor("batch", "seq"), "w": tensor("d_model", "vocab"), "square": tensor("seq", "seq"), "a": tensor("m"),
        "b": tensor("n"), "many": tensor("vocab", "c", "seq", "d_model"), "image": tensor("batch", "c", "h", "w"),
    }  # fmt: skip


class Letters(dict[str, str]):
    """A name for each key that einops and einsum take."""

    def __missing__(self, key: str) -> str:
        self[key] = chr(ord("a") + len(self))
        return self[key]


def by_the_move(move: Move, values: list[torch.Tensor]) -> torch.Tensor | None:
    """The result by a pattern that says no more than the move; None where an operation is no matter of axes alone."""
    letters = Letters()
    lengths: dict[str, int] = {}

    def said(axis: Axis) -> str:
        new = all(key in move.new for key in axis.keys)
        if axis.dim == "1" and (new or all(key in move.summed for key in axis.keys)):
            return "1"
        for piece in axis.pieces:
            if len(piece.keys) == 1 and set(re.findall(r"[A-Za-z_]\w*", piece.label)) <= SIZES.keys():
                lengths[letters[piece.keys[0]]] = eval(piece.label, {}, SIZES)
        return f"({' '.join(letters[key] for key in axis.keys)})"

    if any(axis.dim.startswith("*") for axis in move.result.axes):
        return None
    left = [" ".join(map(said, one.axes)) for one in move.operands]
    right = " ".join(map(said, move.result.axes))
    if move.label in OPERATORS:
        full = [letters[axis.keys[0]] for axis in move.result.axes]
        aligned = [
            einops.rearrange(value, f"{text} -> {_filled(text, full)}")
            for text, value in zip(left, values, strict=True)
        ]
        return OPERATORS[move.label](*aligned)
    if len(values) > 1:
        return torch.einsum(f"{','.join(left)}->{right}".translate({ord(mark): None for mark in " ()"}), *values)
    pattern, used = (
        f"{left[0]} -> {right}",
        {name: length for name, length in lengths.items() if name in left[0] + right},
    )
    if move.summed and not all(one == "1" for one in _labels(move, move.summed)):
        return einops.reduce(values[0], pattern, REDUCTIONS[move.sign], **used)
    if any(label != "1" for label in _labels(move, move.new)):
        return einops.repeat(values[0], pattern, **used)
    return einops.rearrange(values[0], pattern, **used)


def _filled(text: str, full: list[str]) -> str:
    return " ".join(name if f"({name})" in text else "1" for name in full)


def _labels(move: Move, keys: tuple[str, ...]) -> list[str]:
    pieces = [piece for one in (*move.operands, move.result) for piece in one.pieces]
    return [next(piece.label for piece in pieces if key in piece.keys) for key in keys]


def is_a_matter_of_axes(move: Move) -> bool:
    """Whether no axis is cut, joined or mapped to another size, and none is picked an item of."""
    sizes: Mapping[str, set[str]] = {key: set() for key in move.result.keys}
    for one in (*move.operands, move.result):
        for piece in one.pieces:
            if len(piece.keys) == 1 and piece.keys[0] in sizes and piece.label != "1":
                sizes[piece.keys[0]].add(piece.label)
    is_picked = move.label.startswith("[") and any(label != "1" for label in _labels(move, move.summed))
    return all(len(found) <= 1 for found in sizes.values()) and not is_picked and move.label != "stack"


EXPRESSIONS = [expression for expression, _ in TABLE] + FURTHER


def returned(known: Known) -> ast.expr:
    """What the first statement of the text's last function has on its right."""
    function = known.source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    statement = function.body[0]
    assert isinstance(statement, ast.Assign | ast.Return) and statement.value is not None
    return statement.value


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_move_is_what_pytorch_does(expression: str) -> None:
    known, _ = known_of(SIGNATURE.format(expression))
    operation = operation_of(returned(known), known)
    assert operation is not None
    move = move_of(operation, known)
    assert move is not None
    if not is_a_matter_of_axes(move):
        return
    scope = names()
    values = [eval(ast.unparse(node), scope) for node in operation.operands]
    expected = by_the_move(move, values)
    if expected is not None:
        torch.testing.assert_close(eval(expression, scope), expected)


def test_most_are_compared() -> None:
    compared = 0
    for expression in EXPRESSIONS:
        known, _ = known_of(SIGNATURE.format(expression))
        operation = operation_of(returned(known), known)
        move = move_of(operation, known) if operation is not None else None
        compared += move is not None and is_a_matter_of_axes(move)
    assert compared > 0.85 * len(EXPRESSIONS)
