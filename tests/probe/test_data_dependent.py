"""Sizes that hang on values: the rank is known, the size is a fresh one, named after what it counts."""

from __future__ import annotations

import pytest

from shapecoach.probe import Never, Unclear, Works, WorksIf, probe
from shapecoach.probe.arguments import UNKNOWN, Listing, Seq, SomeBool, Value
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

from .sizes import FLOAT, number, rigid, spelled, tensor

b, s, d = rigid("b s d")
BOOL = DType("bool")
x = tensor(b, s, d)


def value(path: str, *args: Value, **kwargs: Value) -> Value:
    outcome = probe(path, args, kwargs)
    assert isinstance(outcome, Works), outcome
    return outcome.value


@pytest.mark.parametrize(
    ("path", "args", "shape"),
    [
        ("torch.nonzero", (x,), ("n_nonzero", "3")),
        ("torch.masked_select", (x, tensor(b, s, d, dtype=BOOL)), ("n_kept",)),
        ("torch.bincount", (tensor(b, dtype=DType("int")),), ("n_bins",)),
        ("torch.unique", (x,), ("n_unique",)),
        ("torch.repeat_interleave", (x, tensor(s, dtype=DType("int")), number(1)), ("b", "n_repeated", "d")),
        ("torch.repeat_interleave", (x, number(2), number(1)), ("b", "2*s", "d")),
        ("operator.getitem", (x, tensor(b, s, dtype=BOOL)), ("n_kept", "d")),
        ("operator.getitem", (x, Seq((..., tensor(d, dtype=BOOL)))), ("b", "s", "n_kept")),
        ("torch.nn.functional.one_hot", (tensor(b, s, dtype=DType("int64")),), ("b", "s", "n_classes")),
        ("torch.nn.functional.one_hot", (tensor(b, s, dtype=DType("int64")), d), ("b", "s", "d")),
        ("torch.cov", (tensor(s, d),), ("s", "s")),
    ],
)
def test_shapes(path: str, args: tuple[Value, ...], shape: tuple[str, ...]) -> None:
    assert spelled(value(path, *args)) == shape


def test_unique_gives_what_it_was_asked_for() -> None:
    found = value("torch.unique", x, return_inverse=True, return_counts=True)
    assert [spelled(part) for part in found.items] == [("n_unique",), ("b", "s", "d"), ("n_unique",)]
    along = value("torch.unique", x, dim=number(1), return_inverse=True)
    assert [spelled(part) for part in along.items] == [("b", "n_unique", "d"), ("s",)]


def test_two_calls_do_not_give_the_same_unknown_size() -> None:
    first, second = value("torch.nonzero", x), value("torch.nonzero", x)
    assert first != second
    rows = value("torch.nonzero", x, as_tuple=True)
    assert len({part.shape for part in rows.items}) == 1


def test_parts_that_a_tensor_says_where_to_cut() -> None:
    (first, *_, last) = value("torch.tensor_split", x, tensor(3, dtype=DType("int64")), number(1)).items
    assert spelled(first) == spelled(last) == ("b", "n_part", "d")
    assert first != last
    many = value("torch.tensor_split", x, tensor(dtype=DType("int64")))
    assert isinstance(many, Listing) and spelled(many.item) == ("?", "s", "d")


def test_least_squares() -> None:
    solution, residuals, rank, singular = value("torch.linalg.lstsq", tensor(s, d), tensor(s, b), driver="gelsd").items
    shapes = [spelled(part) for part in (solution, residuals, rank, singular)]
    assert shapes == [("d", "b"), ("n_residuals",), (), ("min(d,s)",)]
    assert isinstance(probe("torch.linalg.lstsq", (tensor(s, d), tensor(s + 1, b))), Never)


def test_a_mask_must_lie_on_the_axes_it_picks_from() -> None:
    assert isinstance(probe("operator.getitem", (x, tensor(b, d, dtype=BOOL))), WorksIf)
    assert isinstance(probe("operator.getitem", (x, tensor(b, s + 1, dtype=BOOL))), Never)


def test_values_are_not_known() -> None:
    assert value("Tensor.item", tensor()) is UNKNOWN
    assert value("torch.equal", x, x) == SomeBool()


def test_moving_a_tensor_keeps_its_shape() -> None:
    assert value("Tensor.to", x, UNKNOWN) == Tensor(x.shape, DType("any"))
    assert value("Tensor.to", x, "cuda") == x
    assert value("Tensor.to", x, tensor(b, dtype=DType("int64"))).dtype == DType("int64")
    assert value("Tensor.cuda", x) == x and x.dtype == FLOAT


def test_what_nobody_may_call() -> None:
    for path in (
        "torch.load",
        "torch.save",
        "torch.compile",
        "Tensor.tofile",
        "torch.hub.load",
        "os.system",
        "torch.nope",
    ):
        assert probe(path, (x,)) == Unclear()
