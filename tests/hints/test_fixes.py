"""The fix that comes first for each kind of finding, and what its edits leave."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shapecoach.analysis.model import Finding, Severity
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.features.fix_all import best_fixes
from shapecoach.lsp.text import edited

HEAD = """\
import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import einsum, rearrange, reduce
from jaxtyping import Bool, Float, Int
from torch import Tensor


"""


@dataclass(frozen=True)
class Mistake:
    title: str
    parameters: str
    wrong: str
    right: str
    rule: str

    @property
    def text(self) -> str:
        return f"{HEAD}def f({self.parameters}:\n    {self.wrong}\n"


MISTAKES = (
    Mistake(
        "transpose",
        'q: Float[Tensor, "batch seq d"], k: Float[Tensor, "batch seq d"])',
        "return q @ k",
        "return q @ k.transpose(-2, -1)",
        "assumed-equal",
    ),
    Mistake(
        "transpose of a matrix",
        'x: Float[Tensor, "batch d_in"], w: Float[Tensor, "d_out d_in"])',
        "return x @ w",
        "return x @ w.T",
        "assumed-equal",
    ),
    Mistake(
        "transpose of the right two axes",
        'q: Float[Tensor, "b h s d"], k: Float[Tensor, "b h s d"])',
        "return q @ k.transpose(1, 2)",
        "return q @ k.transpose(-2, -1)",
        "assumed-equal",
    ),
    Mistake(
        "swapped operands",
        'q: Float[Tensor, "b query d"], k: Float[Tensor, "b key d"])',
        'return einsum(k, q, "b query d, b key d -> b query key")',
        'return einsum(q, k, "b query d, b key d -> b query key")',
        "swapped-operands",
    ),
    Mistake(
        "swapped matrices",
        'x: Float[Tensor, "batch seq d"], w: Float[Tensor, "d e"])',
        "return w @ x",
        "return x @ w",
        "assumed-equal",
    ),
    Mistake(
        "keepdim",
        'x: Float[Tensor, "batch seq d"])',
        "return x - x.mean(-1)",
        "return x - x.mean(-1, keepdim=True)",
        "assumed-equal",
    ),
    Mistake(
        "keepdim of a square",
        'a: Float[Tensor, "n n"])',
        "return a / a.sum(dim=1)",
        "return a / a.sum(dim=1, keepdim=True)",
        "lost-keepdim",
    ),
    Mistake(
        "a view of what was transposed",
        'p: Float[Tensor, "b h s s"], v: Float[Tensor, "b h s e"]) -> Float[Tensor, "b s h*e"]',
        "return (p @ v).transpose(1, 2).view(v.shape[0], v.shape[2], -1)",
        "return (p @ v).transpose(1, 2).reshape(v.shape[0], v.shape[2], -1)",
        "strided-view",
    ),
    Mistake(
        "a view of a parameter that was transposed",
        'x: Float[Tensor, "b h s e"]) -> Float[Tensor, "b s h*e"]',
        "return x.transpose(1, 2).view(x.shape[0], x.shape[2], -1)",
        "return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)",
        "strided-view",
    ),
    Mistake(
        "no keepdim",
        'x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch d"]',
        "return x.mean(dim=1, keepdim=True)",
        "return x.mean(dim=1)",
        "return-shape",
    ),
    Mistake(
        "an axis put in",
        'x: Float[Tensor, "batch seq d"], bias: Float[Tensor, "seq"])',
        "return x + bias",
        "return x + bias[:, None]",
        "assumed-equal",
    ),
    Mistake(
        "two axes put in, by their names",
        'scores: Float[Tensor, "b head query key"], pad: Bool[Tensor, "b key"])',
        'return scores.masked_fill(pad, float("-inf"))',
        'return scores.masked_fill(pad[:, None, None], float("-inf"))',
        "assumed-equal",
    ),
    Mistake(
        "axes put in behind",
        'x: Float[Tensor, "b c h w"], gain: Float[Tensor, "c"])',
        "return gain * x",
        "return gain[:, None, None] * x",
        "assumed-equal",
    ),
    Mistake(
        "an axis taken out",
        'pred: Float[Tensor, "batch 1"], target: Float[Tensor, "batch"])',
        "return ((pred - target) ** 2).mean()",
        "return ((pred.squeeze(-1) - target) ** 2).mean()",
        "growing-broadcast",
    ),
    Mistake(
        "an axis taken out, in a comparison",
        'guesses: Int[Tensor, "batch 1"], labels: Int[Tensor, "batch"])',
        "return (guesses == labels).float().mean()",
        "return (guesses.squeeze(-1) == labels).float().mean()",
        "growing-broadcast",
    ),
    Mistake(
        "an axis taken out, in a loss",
        'pred: Float[Tensor, "batch 1"], target: Float[Tensor, "batch"])',
        "return F.mse_loss(pred, target)",
        "return F.mse_loss(pred.squeeze(-1), target)",
        "growing-broadcast",
    ),
    Mistake(
        "dim",
        'scores: Float[Tensor, "batch query key"])',
        "return scores.softmax(dim=-2)",
        "return scores.softmax(dim=-1)",
        "softmax-axis",
    ),
    Mistake(
        "dim of a module",
        'x: Float[Tensor, "batch seq classes"])',
        "return nn.Softmax(dim=0)(x)",
        "return nn.Softmax(dim=-1)(x)",
        "softmax-axis",
    ),
    Mistake(
        "dim where none was given",
        'x: Float[Tensor, "batch seq"], new: Float[Tensor, "batch 1"])',
        "return torch.cat([x, new])",
        "return torch.cat([x, new], dim=1)",
        "shape-mismatch",
    ),
    Mistake(
        "dim of what is declared",
        'x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch d"]',
        "return x.sum(-1)",
        "return x.sum(1)",
        "return-shape",
    ),
    Mistake(
        "another pattern: a slip",
        'x: Float[Tensor, "batch seq d_model"])',
        'return rearrange(x, "batch seq d_model -> batch d_modle seq")',
        'return rearrange(x, "batch seq d_model -> batch d_model seq")',
        "einops-pattern",
    ),
    Mistake(
        "another pattern: two names",
        'x: Float[Tensor, "batch seq d"])',
        'return rearrange(x, "seq batch d -> batch seq d")',
        'return rearrange(x, "batch seq d -> batch seq d")',
        "crossed-names",
    ),
    Mistake(
        "another pattern: the order of factors",
        'x: Float[Tensor, "b h d"]) -> Float[Tensor, "b h*d"]',
        'return rearrange(x, "b h d -> b (d h)")',
        'return rearrange(x, "b h d -> b (h d)")',
        "merge-order",
    ),
    Mistake(
        "another pattern: one letter for both",
        'x: Float[Tensor, "batch seq d"], w: Float[Tensor, "d h"])',
        'return torch.einsum("bsm,nh->bsh", x, w)',
        'return torch.einsum("bsn,nh->bsh", x, w)',
        "lone-axis",
    ),
    Mistake(
        "rearrange for a view that splits and moves",
        'x: Float[Tensor, "batch seq d_model"], heads: int)',
        "return x.view(x.shape[0], heads, x.shape[1], x.shape[2] // heads)",
        'return rearrange(x, "batch seq (heads head_dim) -> batch heads seq head_dim", heads=heads)',
        "scrambled-reshape",
    ),
    Mistake(
        "rearrange for a reshape that moves and merges",
        'z: Float[Tensor, "batch heads seq d"])',
        "return z.reshape(z.shape[0], z.shape[2], -1)",
        'return rearrange(z, "batch heads seq d -> batch seq (heads d)")',
        "scrambled-reshape",
    ),
    Mistake(
        "rearrange for a flatten that is declared otherwise",
        'z: Float[Tensor, "batch heads seq d"]) -> Float[Tensor, "batch seq heads*d"]',
        "return z.flatten(2)",
        'return rearrange(z, "batch heads seq d -> batch seq (heads d)")',
        "return-shape",
    ),
    Mistake(
        "all sizes",
        'x: Float[Tensor, "batch seq d"])',
        "b, s = x.shape",
        "b, s, _ = x.shape",
        "shape-mismatch",
    ),
    Mistake(
        "all axes",
        'x: Float[Tensor, "batch seq heads d"])',
        "return x.permute(0, 2, 1)",
        "return x.permute(0, 2, 1, 3)",
        "shape-mismatch",
    ),
    Mistake(
        "channels first",
        'x: Float[Tensor, "batch height width 3"])',
        "return nn.Conv2d(3, 16, 3)(x)",
        "return nn.Conv2d(3, 16, 3)(x.movedim(-1, 1))",
        "assumed-equal",
    ),
    Mistake(
        "matmul for any number of axes",
        'x: Float[Tensor, "batch n d"], w: Float[Tensor, "d m"])',
        "return torch.mm(x, w)",
        "return torch.matmul(x, w)",
        "shape-mismatch",
    ),
)


def told(text: str) -> list[Finding]:
    return [finding for finding in examine(text).findings if not is_preference(finding.rule)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_the_first_fix_makes_it_right(mistake: Mistake) -> None:
    (finding,) = told(mistake.text)
    assert finding.rule == mistake.rule
    new = edited(mistake.text, finding.fixes[0].edits)
    assert new == mistake.text.replace(mistake.wrong, mistake.right)
    assert told(new) == []


def test_the_import_comes_with_it() -> None:
    mistake = next(each for each in MISTAKES if "splits and moves" in each.title)
    text = mistake.text.replace("from einops import einsum, rearrange, reduce\n", "")
    (finding,) = told(text)
    new = edited(text, finding.fixes[0].edits)
    assert "from einops import rearrange\nfrom jaxtyping" in new and told(new) == []


@pytest.mark.parametrize(
    ("annotation", "wrong", "last"),
    [
        ("batch d seq", "x * 2", "batch seq d"),
        ("batch seq", "x[:, 1:, 0]", "batch seq-1"),
        ("batch seq", "x", "batch seq d"),
    ],
)
def test_another_annotation_comes_last(annotation: str, wrong: str, last: str) -> None:
    text = f'{HEAD}def f(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "{annotation}"]:\n    return {wrong}\n'
    (finding,) = told(text)
    assert finding.fixes[-1].title == f'declare it "{last}"'
    assert [fix.chosen for fix in finding.fixes] == [*[False] * (len(finding.fixes) - 1), True]
    assert edited(text, finding.fixes[-1].edits) == text.replace(
        f'-> Float[Tensor, "{annotation}"]', f'-> Float[Tensor, "{last}"]'
    )


def test_an_annotation_is_never_changed_unasked() -> None:
    text = f'{HEAD}def f(x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch"]:\n    return x.sum()\n'
    (finding,) = told(text)
    assert finding.severity is Severity.ERROR and finding.fixes[0].chosen
    assert best_fixes([finding]) == []


def test_the_annotation_of_a_variable() -> None:
    text = f'{HEAD}def f(x: Float[Tensor, "batch seq d"]):\n    y: Float[Tensor, "batch d"] = x.sum(-1)\n    return y\n'
    (finding,) = told(text)
    assert [fix.title for fix in finding.fixes] == ["along axis 1: `dim=1`", 'declare it "batch seq"']


def test_an_argument_is_turned_as_it_is_declared() -> None:
    text = (
        f'{HEAD}def g(q: Float[Tensor, "batch heads seq d"]) -> Float[Tensor, "batch"]:\n'
        "    return q.sum((1, 2, 3))\n\n\n"
        'def f(q: Float[Tensor, "batch seq heads d"]):\n    return g(q)\n'
    )
    (finding,) = told(text)
    assert [fix.title for fix in finding.fixes] == ["exchange its axes: `.transpose(1, 2)`"]


def test_an_argument_gets_the_axis_that_it_lacks() -> None:
    text = (
        f'{HEAD}def g(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch"]:\n    return x.sum((1, 2))\n\n\n'
        'def f(x: Float[Tensor, "seq d"]):\n    return g(x)\n'
    )
    (finding,) = told(text)
    assert [fix.title for fix in finding.fixes] == ["add a first axis to `x`"]


def test_no_pattern_takes_a_diagonal_to_fit() -> None:
    text = (
        f'{HEAD}def f(p: Float[Tensor, "b q k"], v: Float[Tensor, "b q d"]):\n'
        '    return einsum(p, v, "b q k, b k d -> b q d")\n'
    )
    for finding in told(text):
        for fix in finding.fixes:
            assert "q q" not in edited(text, fix.edits)
