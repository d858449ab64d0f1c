"""Library modules: built at a witness' sizes, called, and read."""

from __future__ import annotations

import pytest

from shapecoach.probe import Never, Works, WorksIf, probe
from shapecoach.probe.arguments import Module, Real, Value
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

from .sizes import number, open_sizes, rigid, spelled, tensor

CALL = "torch.nn.Module.__call__"
b, s, d, h = rigid("b s d h")
d_in, n_heads, vocab = open_sizes("d_in n_heads vocab")


def module(name: str, *args: Value, **kwargs: Value) -> Module:
    return Module(f"torch.nn.{name}", args, tuple(sorted(kwargs.items())))


@pytest.mark.parametrize(
    ("built", "given", "shape"),
    [
        (module("Linear", d, h), tensor(b, s, d), ("b", "s", "h")),
        (
            module("Sequential", module("Linear", d, h), module("ReLU"), module("Linear", h, d)),
            tensor(b, d),
            ("b", "d"),
        ),
        (module("Embedding", vocab, d), tensor(b, s, dtype=DType("int")), ("b", "s", "d")),
        (module("LayerNorm", d), tensor(b, s, d), ("b", "s", "d")),
        (module("Dropout", Real(0.1)), tensor(b, d), ("b", "d")),
        (module("BatchNorm1d", d), tensor(b, d), ("b", "d")),
        (module("Conv2d", number(3), h, number(5), padding=number(2)), tensor(b, 3, s, d), ("b", "h", "s", "d")),
        (module("Flatten"), tensor(b, s, d), ("b", "s*d")),
    ],
)
def test_calls(built: Module, given: Tensor, shape: tuple[str, ...]) -> None:
    outcome = probe(CALL, (built, given))
    assert isinstance(outcome, Works)
    assert spelled(outcome.value) == shape


def test_an_open_size_is_joined_with_the_axis_it_meets() -> None:
    outcome = probe(CALL, (module("Linear", d_in, h), tensor(b, s, d)))
    assert isinstance(outcome, WorksIf)
    assert [(symbol.name, str(dim)) for symbol, dim in outcome.replacements] == [("d_in", "d")]
    assert spelled(outcome.value) == ("b", "s", "h")


def test_heads_must_divide_the_model() -> None:
    x = tensor(b, s, d_in)
    outcome = probe(CALL, (module("MultiheadAttention", d_in, number(8), batch_first=True), x, x, x))
    assert isinstance(outcome, WorksIf)
    assert [str(dim) for _, dim in outcome.replacements] == ["8*(d_in//8)"]


def test_what_never_fits() -> None:
    assert isinstance(probe(CALL, (module("Linear", d + 1, h), tensor(b, d))), Never)
    floats = probe(CALL, (module("Embedding", vocab, d), tensor(b, s)))
    assert isinstance(floats, Never) and floats.subject == "dtype"


def test_weights_follow_the_element_type_of_their_inputs() -> None:
    outcome = probe(CALL, (module("Linear", d, h), tensor(b, d, dtype=DType("float16"))))
    assert isinstance(outcome, Works) and outcome.value.dtype == DType("float16")


def test_attributes() -> None:
    linear = module("Linear", d, h, bias=False)
    weight = probe("Module.attribute", (linear, "weight"))
    assert isinstance(weight, Works) and spelled(weight.value) == ("h", "d")
    assert probe("Module.attribute", (linear, "bias")) == Works(None)
    assert probe("Module.attribute", (linear, "in_features")) == Works(Dim.of(next(iter(d.symbols()))))
    assert not isinstance(probe("Module.attribute", (linear, "forward")), Works)
    assert not isinstance(probe("Module.attribute", (linear, "_parameters")), Works)


def test_recurrent_modules() -> None:
    lstm = module("LSTM", d, h, batch_first=True, bidirectional=True)
    outcome = probe(CALL, (lstm, tensor(b, s, d)))
    assert isinstance(outcome, Works)
    out, state = outcome.value.items
    assert spelled(out) == ("b", "s", "2*h") and [spelled(part) for part in state.items] == [("2", "b", "h")] * 2
    large = probe(CALL, (module("GRU", number(2048), number(4096)), tensor(s, b, number(2048))))
    assert isinstance(large, Works) and spelled(large.value.items[0]) == ("s", "b", "4096")
    joined = probe(CALL, (module("RNN", d_in, h), tensor(s, b, d)))
    assert isinstance(joined, WorksIf) and [(x.name, str(dim)) for x, dim in joined.replacements] == [("d_in", "d")]


def test_modules_that_hold_tensors_are_built_at_each_witness() -> None:
    loss = module("CrossEntropyLoss", weight=tensor(d), reduction="none")
    outcome = probe(CALL, (loss, tensor(b, d), tensor(b, dtype=DType("int64"))))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("b",)


def test_losses_that_look_at_values() -> None:
    lengths = tensor(b, dtype=DType("int64"))
    given = (tensor(s, b, d), tensor(b, h, dtype=DType("int64")), lengths, lengths)
    each = probe(CALL, (module("CTCLoss", reduction="none"), *given))
    assert isinstance(each, Works) and spelled(each.value) == ("b",)
    mean = probe(CALL, (module("CTCLoss"), *given))
    assert isinstance(mean, Works) and spelled(mean.value) == ()
