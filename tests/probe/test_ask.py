"""Asking: what the answers say, runs of axes, orders of sizes, element types, and the memo."""

from __future__ import annotations

import pytest

from shapecoach.probe import Never, Unclear, Works, WorksIf, probe
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Sizes, Slice, SomeBool
from shapecoach.probe.equations import holds
from shapecoach.probe.solve import equate
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Run
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType

from .sizes import number, numbers, open_sizes, rigid, spelled, tensor

b, s, d, h, k = rigid("b s d h k")
BATCH = Run("batch")


def test_reasons_speak_of_axes() -> None:
    outcome = probe("operator.matmul", (tensor(b, s, d), tensor(h, k)))
    assert isinstance(outcome, WorksIf)
    assert outcome.reason == "mat1 and mat2 shapes cannot be multiplied (b*s x d and h x k)"
    assert outcome.equations == ((d, h),)


@pytest.mark.parametrize("product", [b * s, s * b, h * b, b * h])
def test_a_product_is_written_as_it_was_asked(product: Dim) -> None:
    for one in (product, Dim(product.terms, product.spelling[::-1]), product):
        made = probe("torch.zeros", (one, d))
        kept = probe("Tensor.abs", (tensor(one, d),))
        assert isinstance(made, Works)
        assert isinstance(kept, Works)
        assert spelled(made.value) == spelled(kept.value) == (str(one), "d")


@pytest.mark.parametrize(
    ("path", "args"),
    [
        ("operator.matmul", (tensor(b, d), tensor(d + 1, h))),
        ("operator.add", (tensor(b, number(3)), tensor(number(4)))),
        ("torch.cat", (Seq((tensor(b, s), tensor(b, s, d))),)),
        ("torch.softmax", (tensor(b, s), number(2))),
        ("Tensor.view", (tensor(b, s), b, s, number(2))),
        ("einops.rearrange", (tensor(b, s, d), "b s -> s b")),
    ],
)
def test_what_no_sizes_can_mend(path: str, args: tuple[object, ...]) -> None:
    assert isinstance(probe(path, args), Never)


@pytest.mark.parametrize(
    ("path", "args", "shape"),
    [
        ("torch.nn.functional.conv1d", (tensor(b, d, s), tensor(h, d, k)), ("b", "h", "s+1-k")),
        ("torch.narrow", (tensor(b, s), number(1), number(0), k), ("b", "k")),
        ("Tensor.flatten", (tensor(b, s, s), number(1)), ("b", "s*s")),
        ("torch.outer", (tensor(s), tensor(s)), ("s", "s")),
    ],
)
def test_one_size_may_have_to_be_larger_than_another(
    path: str, args: tuple[object, ...], shape: tuple[str, ...]
) -> None:
    outcome = probe(path, args)
    assert isinstance(outcome, Works)
    assert spelled(outcome.value) == shape


def test_a_bound_may_be_larger_than_the_axis_or_not() -> None:
    outcome = probe("torch.clamp_max", (tensor(b), Real(1.0)))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("b",)
    cut = probe("operator.getitem", (tensor(s), Slice(None, number(512), None)))
    assert isinstance(cut, Works) and spelled(cut.value) == ("min(s,512)",)


def test_runs_of_axes() -> None:
    fits = probe("operator.matmul", (tensor(BATCH, s, d), tensor(d, h)))
    assert isinstance(fits, Works) and spelled(fits.value) == ("*batch", "s", "h")
    assumes = probe("operator.matmul", (tensor(BATCH, s, d), tensor(h, k)))
    assert isinstance(assumes, WorksIf) and assumes.equations == ((d, h),)
    assert isinstance(probe("operator.matmul", (tensor(BATCH, s, d), tensor(d + 1, h))), Never)


def test_a_run_among_sizes_is_any_number_of_them() -> None:
    cut = probe("Tensor.view", (tensor(BATCH, s, d), BATCH, s * d))
    assert isinstance(cut, Works) and spelled(cut.value) == ("*batch", "s*d")
    made = probe("torch.zeros", (Sizes((BATCH, number(4))),))
    assert isinstance(made, Works) and spelled(made.value) == ("*batch", "4")
    merged = probe("Tensor.view", (tensor(BATCH, d), number(-1), d))
    assert isinstance(merged, Works) and spelled(merged.value) == ("?", "d")
    lost = probe("Tensor.view", (tensor(BATCH, d), BATCH, d + 1))
    assert isinstance(lost, Never)


def test_open_sizes_give_way_before_rigid_ones() -> None:
    (free,) = open_sizes("n")
    assert equate(free, d) == {Symbol("n", next(iter(free.symbols())).kind): d} == equate(d, free)
    assert equate(d, d + 1) is None


def test_only_nothing_is_a_multiple_of_zero() -> None:
    (quotient,) = open_sizes("n")
    (whole,), (part,) = d.symbols(), h.symbols()
    assert not holds({whole: quotient * h}, {whole: 6, part: 0})
    assert not holds({whole: quotient * h}, {whole: 6, part: 4})
    assert holds({whole: quotient * h}, {whole: 6, part: 3})
    assert holds({whole: quotient * h}, {whole: 0, part: 0})


def test_unknown_sizes_are_never_wrong() -> None:
    outcome = probe("operator.matmul", (tensor(b, fresh_dim()), tensor(d, h)))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("b", "h")


def test_what_is_not_known_is_not_asked() -> None:
    assert probe("torch.softmax", (tensor(b, s), UNKNOWN)) == Unclear()
    kept = probe("torch.sum", (tensor(b, s), number(1), SomeBool()))
    assert kept == Unclear()
    scaled = probe("torch.nn.functional.interpolate", (tensor(b, d, s),), {"scale_factor": Real()})
    assert not isinstance(scaled, Works) or spelled(scaled.value)[2] == "?"


def test_element_types() -> None:
    mixed = probe("operator.matmul", (tensor(b, d), tensor(d, h, dtype=DType("float64"))))
    assert isinstance(mixed, Works) and mixed.value.dtype == DType("float")
    whole = probe("operator.matmul", (tensor(b, d), tensor(d, h, dtype=DType("int"))))
    assert isinstance(whole, Never) and whole.subject == "dtype"
    ints = probe("torch.softmax", (tensor(b, d, dtype=DType("int")), number(1)))
    assert isinstance(ints, Never) and ints.subject == "dtype"


def test_bools_ints_and_floats_are_kept_apart() -> None:
    assert probe("torch.add", (tensor(b), True)) != probe("torch.add", (tensor(b, dtype=DType("int")), Real(1.0)))
    one = probe("torch.sum", (tensor(b, s), number(1)))
    assert isinstance(one, Works) and spelled(one.value) == ("b",)


def test_names_do_not_matter() -> None:
    for names in ("x y z", "z y x", "§ ? *"):
        first, second, third = (Dim.of(Symbol(name)) for name in names.split())
        outcome = probe("operator.matmul", (tensor(first, second), tensor(second, third)))
        assert isinstance(outcome, Works) and outcome.value.shape is not None
        assert outcome.value.shape.dims == (first, third)


def test_patches_of_a_side_that_is_a_parameter() -> None:
    """Six sizes multiplied: spaced widely, they would be too large for any tensor."""
    batch, channels, height, width, patch = rigid("batch channels height width patch")
    images = tensor(batch, channels, height, width)
    pattern = "b c (h p1) (w p2) -> b (h w) (p1 p2 c)"
    patches = probe("einops.rearrange", (images, pattern), {"p1": patch, "p2": patch})
    view = numbers(batch, channels, height // patch, patch, width // patch, patch)
    for outcome in (patches, probe("Tensor.view", (images, view))):
        assert isinstance(outcome, WorksIf)
        assert {symbol.name for symbol, _ in outcome.replacements} == {"height", "width"}
    merged = probe("Tensor.unfold", (tensor(batch, channels, height // patch, width, patch), number(3), patch, patch))
    assert spelled(patches.value)[2] == "patch*patch*channels"
    assert spelled(merged.value) == ("batch", "channels", "height//patch", "width//patch", "patch", "patch")
    long = probe("Tensor.flatten", (tensor(batch, height // patch, width // patch, channels), number(1), number(2)))
    assert spelled(long.value) == ("batch", "(height//patch)*(width//patch)", "channels")
