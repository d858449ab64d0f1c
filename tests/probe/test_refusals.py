"""What a refusal proves, and what it doesn't."""

from __future__ import annotations

from shapecoach.probe import Never, Unclear, Works, WorksIf, probe
from shapecoach.probe.arguments import Module, Real, Seq
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.dtype import DType

from .sizes import number, open_sizes, rigid, spelled, tensor

h, k = rigid("h k")


def test_an_element_type_that_is_refused_at_all_sizes_says_nothing_of_them() -> None:
    m, n, more, rows = (Dim.of(Symbol(f"?{name}", Kind.OPEN)) for name in ("m", "n", "more", "rows"))
    anything = DType("any")
    of = tensor(number(3), rows, m, k, dtype=anything)
    assert isinstance(
        probe("Tensor.gather", (of, number(2), tensor(more, rows, n, number(3), dtype=anything))), Unclear
    )
    one_axis_more = tensor(more, rows, n, number(3), number(3), dtype=DType("int64"))
    assert isinstance(probe("Tensor.gather", (of, number(2), one_axis_more)), Never)


def test_a_size_without_a_name_that_may_be_1_may_be_another_too() -> None:
    rows, cols = (Dim.of(Symbol(f"?{name}", Kind.OPEN)) for name in ("rows", "cols"))
    (first, second) = open_sizes("first second")
    both = first + second
    scores, square = tensor(rows, h, cols, cols), tensor(cols, cols)
    for given in ((scores, tensor(1, both, both)), (square, tensor(both, both))):
        outcome = probe("operator.add", given)
        assert isinstance(outcome, Works)
        assert spelled(outcome.value)[-2:] == ("first+second", "first+second")


def test_an_axis_that_is_cut_in_two_numbers_has_as_many_elements() -> None:
    b, rows, cols, c = (Dim.of(Symbol(f"?{name}", Kind.OPEN)) for name in ("b", "rows", "cols", "c"))
    eight = number(8)
    for channels in (c, c - 1):
        outcome = probe("Tensor.reshape", (tensor(b, rows, cols, channels), b, rows, cols, eight, eight))
        assert not isinstance(outcome, Never)
    cut = probe("Tensor.reshape", (tensor(b, rows, cols, c), b, rows, cols, eight, eight))
    assert isinstance(cut, WorksIf) and cut.equations == ((c, number(64)),)


def test_axes_that_are_products_may_be_as_long_as_others() -> None:
    sizes = [Dim.of(Symbol(f"?{name}", Kind.OPEN)) for name in "a b c d e f g h i j p q r".split()]
    a, b, c, d, e, f, g, heads, i, j, p, q, r = sizes
    rows = Seq((tensor(a, b * c, d, e), tensor(f, g * heads, i, j), tensor(p, q * r, d, e)), is_list=True)
    assert not isinstance(probe("torch.stack", (rows,)), Never)
    one_more = Seq((tensor(a, b * c, d, e), tensor(f, g * heads, i, j), tensor(p, q, r, d, e)), is_list=True)
    assert isinstance(probe("torch.stack", (one_more,)), Never)


def test_what_a_layer_asks_for_is_read_off_its_refusal() -> None:
    b, n = rigid("b n")
    (d,) = open_sizes("d")
    layer = Module("torch.nn.Linear", (number(512), number(1024)))
    outcome = probe("torch.nn.Module.__call__", (layer, tensor(b, n, d * 8)))
    assert isinstance(outcome, WorksIf)
    assert [(str(symbol.name), str(dim)) for symbol, dim in outcome.replacements] == [("d", "64")]


def test_numbers_that_nobody_knows_prove_nothing() -> None:
    for name in ("uniform_", "normal_", "log_normal_", "cauchy_"):
        outcome = probe(f"Tensor.{name}", (tensor(h, k), Real(), Real(0.0)))
        assert not isinstance(outcome, Never)
