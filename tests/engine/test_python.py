"""Python as people write it around tensors: what is known after each construct, and that it is so when it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import marked

CALLS = {
    "objects that a function makes have sizes of their own": """
class Layer(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.linear = nn.Linear(width, width)
    def forward(self, x):
        return self.linear(x)
def make(width: int) -> Layer:
    return Layer(width)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "b d"]):
    first, second = make(x.shape[1]), make(y.shape[1])
    z = first(x)        # z: b s
    w = second(y)       # w: b d
""",
    "fields of an object that a function returns": """
from dataclasses import dataclass
@dataclass
class Basis:
    vectors: Float[Tensor, "ambient rank"]
def basis_of(x: Float[Tensor, "n d"]) -> Basis:
    return Basis(x)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "s c"]) -> Float[Tensor, "b s"]:
    a = basis_of(x)
    z = basis_of(y).vectors     # z: ? ?
    return a.vectors
""",
}

CASES = {f"{group}: {name}": text for group, cases in {"calls": CALLS}.items() for name, text in cases.items()}


@pytest.mark.parametrize("name", CASES)
def test_python(tmp_path: Path, name: str) -> None:
    marked.check(tmp_path, CASES[name])
