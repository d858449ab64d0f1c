"""What operations do to axes: in words, and axis by axis."""

from __future__ import annotations

import pytest
from tests.flow.known import bound

from shapecoach.flow.moves import Move, Strip, factors, told
from shapecoach.flow.steps import story_of

SIGNATURE = """\
def f(
    z: Float[Tensor, "batch n_heads seq d_head"],
    x: Float[Tensor, "batch seq d_model"], y: Float[Tensor, "batch seq n_heads*d_head"], q: Float[Tensor, "batch seq"],
    w: Float[Tensor, "d_model vocab"], square: Float[Tensor, "seq seq"], a: Float[Tensor, "m"], b: Float[Tensor, "n"],
    many: Float[Tensor, "*more seq d_model"], n_heads: int, d_head: int,
    image: Float[Tensor, "batch c h w"],
):
    r = {}
"""

TABLE = [
    ("x @ w", "sums over `d_model`"),
    ("torch.matmul(x, w)", "sums over `d_model`"),
    ("q @ square", "sums over `seq`"),
    ("a @ a", "sums over `m`"),
    ("many @ w", "sums over `d_model`"),
    ("x @ x.mT", "sums over `d_model`"),
    ('torch.einsum("bsd,dv->bsv", x, w)', "sums over `d_model`"),
    ('einops.einsum(z, z, "b h q e, b h k e -> b h q k")', "sums over `d_head`"),
    ('rearrange(x, "b s d -> s b d")', "reorders the axes"),
    (
        'rearrange(y, "b s (h e) -> b h s e", h=n_heads)',
        "splits `n_heads*d_head` into `n_heads` and `d_head` and reorders the axes",
    ),
    (
        'rearrange(z, "b h s e -> b s (h e)")',
        "merges `n_heads` and `d_head` and reorders the axes",
    ),
    ('rearrange(many, "... s d -> ... d s")', "reorders the axes"),
    ('rearrange(x, "b s d -> b 1 s d")', "adds an axis of size 1"),
    ('reduce(x, "b s d -> b d", "mean")', "takes the mean over `seq`"),
    (
        'reduce(image, "b c (h p) w -> b c h w", "max", p=2)',
        "splits `h` into `h//2` and `p` and takes the largest along `p`",
    ),
    ('repeat(x, "b s d -> b s r d", r=4)', "adds `4`"),
    ("x.transpose(1, 2)", "reorders the axes"),
    ("x.permute(2, 0, 1)", "reorders the axes"),
    ("x.mT", "reorders the axes"),
    ("torch.movedim(x, 0, -1)", "reorders the axes"),
    ("many.transpose(-1, -2)", "reorders the axes"),
    ("y.view(*y.shape[:2], n_heads, d_head)", "splits `n_heads*d_head` into `n_heads` and `d_head`"),
    ("x.flatten(1)", "merges `seq` and `d_model`"),
    ("x.reshape(-1, x.shape[-1])", "merges `batch` and `seq`"),
    ("x[:, None]", "adds an axis of size 1"),
    ("x.unsqueeze(-1)", "adds an axis of size 1"),
    ("x[:, 0]", "picks an item of `seq`"),
    ("x[..., -1]", "picks an item of `d_model`"),
    ("x.mean(dim=1)", "takes the mean over `seq`"),
    ("x.sum((0, 1))", "sums over `batch` and `seq`"),
    ("square.sum(0)", "sums over `seq`"),
    ("x.amax(-1, keepdim=True)", "takes the largest along `d_model`"),
    ("torch.sum(x)", "sums over `batch`, `seq` and `d_model`"),
    ("a[:, None] * b", "stretches `a[:, None]` along `n`"),
    ("x - x.mean(-1, keepdim=True)", "stretches `x.mean(-1, keepdim=Tr…` along `d_model`"),
    ("torch.stack([x, x], dim=1)", "adds `2`"),
    ("torch.cat([q, q], dim=1)", "joins `seq` into `2*seq`"),
    ("torch.cat([x, y], dim=-1)", "joins `d_model` and `n_heads*d_head` into `d_head*n_heads+d_model`"),
    ("x[:, 1:]", "cuts `seq` to `seq-1`"),
    ("nn.Linear(d_head, 7)(z)", "turns `d_head` into `7`"),
    ("x + x", ""),
]  # fmt: skip


def move_of_line(expression: str) -> Move | None:
    known, fact = bound(SIGNATURE.format(expression), "r")
    return story_of(fact.range, known).move


@pytest.mark.parametrize(("expression", "sentence"), TABLE)
def test_it_is_said_what_an_operation_does(expression: str, sentence: str) -> None:
    move = move_of_line(expression)
    assert move is not None
    assert told(move) == sentence


@pytest.mark.parametrize(
    "expression",
    [
        "y.view(y.shape[0], n_heads, y.shape[1], d_head)",  # elements of several axes in each
        "square.squeeze().cumsum(0)",  # two axes of one name
        "torch.kron(x, x)",
    ],
)
def test_what_is_not_sure_is_not_said(expression: str) -> None:
    assert move_of_line(expression) is None


NUMPY = """\
import numpy as np

def f(x: Float[np.ndarray, "a b"], y: Float[np.ndarray, "a b c"], z: Float[np.ndarray, "c b d"]):
    r = {}
"""


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("x.transpose(1, 0)", "reorders the axes"),
        ("x.transpose(0, 1)", ""),  # NumPy's is PyTorch's permute
        ("np.transpose(y, (2, 0, 1))", "reorders the axes"),
        ("y.swapaxes(0, 1)", "reorders the axes"),
        ("y.sum(axis=1)", "sums over `b`"),
        ("np.dot(x, z)", None),  # another product than @, where a tensor has three axes
    ],
)
def test_numpy_means_something_else_by_some_names(expression: str, sentence: str | None) -> None:
    known, fact = bound(NUMPY.format(expression), "r")
    move = story_of(fact.range, known).move
    assert (move and told(move)) == sentence


def test_unknown_sizes_are_not_taken_for_each_other() -> None:
    known, fact = bound(
        'def f(x: Float[Tensor, "a b"], k: int):\n    r = x[x > 0].reshape(k, -1).reshape(-1, k)\n', "r"
    )
    assert story_of(fact.range, known).move is None


def spelled(strip: Strip) -> str:
    return " ".join(
        "(" + " ".join(f"{piece.label}:{'+'.join(piece.keys)}" for piece in axis.pieces) + ")" for axis in strip.axes
    )


def test_axes_of_one_name_are_told_apart_by_their_places() -> None:
    move = move_of_line("x @ x.mT")
    assert move is not None
    assert [spelled(one) for one in move.operands] == [
        "(batch:-3) (seq::rows) (d_model::summed)",
        "(batch:-3) (d_model::summed) (seq::columns)",
    ]
    assert spelled(move.result) == "(batch:-3) (seq::rows) (seq::columns)"
    assert move.summed == (":summed",)


def test_batch_axes_line_up_from_the_matrices_on() -> None:
    move = move_of_line("square @ x")  # a matrix and a stack of matrices
    assert move is not None
    assert [spelled(one) for one in (*move.operands, move.result)] == [
        "(seq::rows) (seq::summed)",
        "(batch:-3) (seq::summed) (d_model::columns)",
        "(batch:-3) (seq::rows) (d_model::columns)",
    ]


def test_a_product_that_stays_whole_is_shown_in_its_factors() -> None:
    move = move_of_line("y.transpose(1, 2)")
    assert move is not None
    assert spelled(move.operands[0]) == "(batch:0) (seq:1) (n_heads:2/0 d_head:2/1)"
    assert spelled(move.result) == "(batch:0) (n_heads:2/0 d_head:2/1) (seq:1)"


@pytest.mark.parametrize(
    ("dim", "parts"),
    [("h*e", ("h", "e")), ("2*seq", ("2", "seq")), ("d//h", ("d//h",)), ("d**2", ("d**2",)), ("*b", ("*b",)),
     ("...", ("...",)), ("(s+1)*d", ("s+1", "d")), ("min(s,512)*d", ("min(s,512)", "d")), ("a*b+1", ("a*b+1",))],
)  # fmt: skip
def test_factors(dim: str, parts: tuple[str, ...]) -> None:
    assert factors(dim) == parts
