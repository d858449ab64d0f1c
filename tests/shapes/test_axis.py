"""Axes remember the order of what was merged into them; shapes hold at most one run."""

from __future__ import annotations

from shapecoach.shapes.axis import Axis, Run, Shape, ordered_factors
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType, from_jaxtyping

h, e, s = (Dim.of(Symbol(name)) for name in "hes")


def test_the_order_of_factors_is_kept_and_shown() -> None:
    merged = Axis(h * e, (e, h))
    assert str(merged) == "e*h"
    assert merged.substitute({Symbol("e"): s}).factors == (s, h)
    assert ordered_factors(h * e) == (h, e)
    assert ordered_factors(h + e) == (h + e,)


def test_a_run_makes_the_rank_open() -> None:
    shape = Shape((Run("batch"), Axis(s), Axis(h)))
    assert (shape.rank, shape.dims, shape.spelled()) == (None, None, ("*batch", "s", "h"))
    assert shape.numel() == s * h


def test_element_types() -> None:
    assert from_jaxtyping("Float") == DType("float")
    assert from_jaxtyping("Int32") == DType("int32")
    assert from_jaxtyping("Nonsense") is None
    assert DType("float").may_be(DType("float64")) and not DType("float").may_be(DType("int64"))
    assert DType("bfloat16").family == "float"
