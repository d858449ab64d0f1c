"""What was wrong once stays right: `regressions/` has the cases."""

from __future__ import annotations

import textwrap

import pytest

from shapecoach.analysis.model import Severity
from shapecoach.analysis.module import analyse

from .regressions import CASES

HEAD = """\
import math

import einops
import einops.layers.torch
import numpy
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float, Float64, Int, Integer, PyTree, Shaped, UInt8
from torch import Tensor, nn
"""


@pytest.mark.parametrize("name", CASES)
def test_it_stays_right(name: str) -> None:
    text = HEAD + textwrap.dedent(CASES[name])
    analysis = analyse(text)
    marks = {line: mark.strip() for line, row in enumerate(text.splitlines()) for mark in row.split("  # ")[1:]}
    told = {one.range.start.line: f"!{one.rule}" for one in analysis.findings if one.severity is not Severity.HINT}
    assert told == {line: mark for line, mark in marks.items() if mark.startswith("!")}
    for line, mark in marks.items():
        if not mark.startswith("!"):
            dims = [fact.dims for fact in analysis.facts if fact.binding and fact.range.start.line == line]
            claimed = " ".join(dims[0]) if dims and dims[0] is not None else "?"
            assert claimed == mark, f"line {line + 1}"


def test_items_of_one_loop_may_be_of_two_element_types() -> None:
    text = HEAD + "def f(x: Float[Tensor, 'a b']):\n    for row in (x, x.argsort(0)):\n        pass\n"
    (row,) = [fact for fact in analyse(text).facts if fact.name == "row" and fact.binding]
    assert (row.dims, row.dtype) == (("a", "b"), "any")


def test_what_is_only_taken_for_a_tensor_hides_nothing_of_the_others() -> None:
    text = textwrap.dedent("""\
        import torch
        from jaxtyping import Float
        from torch import Tensor

        def f(x: Float[Tensor, "b s d"], mask):
            n, k = mask.shape
            turned = mask.permute(2, 0, 1)
            if n > 2:
                turned = mask + torch.zeros(3, 5, k, n)
            return x + x.sum(-1)
        """)
    assert [(one.rule, one.range.start.line) for one in analyse(text).findings] == [("assumed-equal", 9)]
