"""What would take much memory is not asked, and its shape is known all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch

from shapecoach.probe import Works, probe, result
from shapecoach.probe.arrays.cost import MOST_WORK, work
from shapecoach.probe.call import CPU, call
from shapecoach.probe.layout import Raw
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
