"""What would take much memory is not asked, and its shape is known all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch

from shapecoach.probe import Works, probe, result
from shapecoach.probe.arguments import Module, Value
from shapecoach.probe.arrays.cost import MOST_WORK, work
from shapecoach.probe.call import CPU, call
from shapecoach.probe.layout import Raw
from shapecoach.probe.modules import META, build
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim, Symbol

from .sizes import number, rigid, spelled, tensor

(n,) = rigid("n")


def test_all_pairs_are_taken_of_few_items(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(question: Question, witness: Witness, device: torch.device, dtypes: Mapping[str, str]) -> Raw:
        if device == CPU:
            asked.extend(witness.sizes.values())
        return call(question, witness, device, dtypes)

    monkeypatch.setattr(result, "call", noted)
    outcome = probe("torch.combinations", (tensor(n), number(2)))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("(n**2-n)//2", "2")
    assert asked and max(asked) <= result.LARGEST_WITH_DATA


@pytest.mark.parametrize("name", ["eye", "identity", "tri", "tril_indices", "triu_indices"])
def test_a_matrix_is_the_square_of_its_side(name: str) -> None:
    question = Question(f"numpy.{name}", (n,))
    assert work(question, Witness({Symbol("n"): 20000})) > MOST_WORK
    assert work(question, Witness({Symbol("n"): 40})) < MOST_WORK
    assert isinstance(probe(question.path, (Dim.of(Symbol("n")),)), Works)


def test_a_stack_is_as_good_as_one_of_its_layers() -> None:
    d, layers, batch, s = rigid("d layers batch s")
    layer = Module("torch.nn.TransformerEncoderLayer", (d, number(1)))
    stack = Module("torch.nn.TransformerEncoder", (layer, layers))
    outcome = probe("torch.nn.Module.__call__", (stack, tensor(batch, s, d)))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("batch", "s", "d")
    assert probe("Module.attribute", (stack, "num_layers")) == Works(layers)

    def made(value: Value) -> object:
        if isinstance(value, Dim):
            return value.constant
        return build(value, made, META, torch.float32)

    built = build(
        Module(stack.path, (Module(layer.path, (number(8), number(1))), number(5000))), made, META, torch.float32
    )
    assert sum(parameter.numel() for parameter in built.parameters()) < 100_000


def test_the_weights_of_a_recurrent_net_are_asked_of_a_short_one() -> None:
    d, h, layers = rigid("d h layers")
    net = Module("torch.nn.LSTM", (d, h, layers))
    assert Question("Module.attribute", (net, "weight_ih_l0")).is_for_real
    outcome = probe("Module.attribute", (net, "weight_ih_l0"))
    assert isinstance(outcome, Works) and spelled(outcome.value) == ("4*h", "d")
