"""Batches of a DataLoader, held against those that PyTorch loads."""

from __future__ import annotations

import pytest
import torch

from shapecoach.analysis.module import analyse

HEAD = """\
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

x, y = torch.randn(100, 3, 8), torch.randint(5, (100,))
data = TensorDataset(x, y)
train, test = random_split(data, [80, 20])
some, rest = random_split(data, [0.9, 0.1])
"""
LOADED = {
    "DataLoader(data, batch_size=32)": ("? 3 8", "?"),
    "DataLoader(data, 25, shuffle=True)": ("25 3 8", "25"),
    "DataLoader(data, batch_size=32, drop_last=True, num_workers=0)": ("32 3 8", "32"),
    "DataLoader(train, batch_size=16)": ("16 3 8", "16"),
    "DataLoader(test, batch_size=16)": ("? 3 8", "?"),
    "DataLoader(some, batch_size=10)": ("? 3 8", "?"),
    "DataLoader(data)": ("1 3 8", "1"),
    "DataLoader(dataset=data, batch_size=200)": ("? 3 8", "?"),
    "DataLoader(data, batch_size=20, collate_fn=lambda rows: rows[:2])": ("", ""),
    "DataLoader(data, batch_size=None)": ("", ""),
    "DataLoader(list(zip(x, y)), batch_size=4)": ("4 3 8", "4"),
    "DataLoader(data, 16, batch_sampler=None)": ("", ""),
}


@pytest.mark.parametrize("loader", LOADED)
def test_a_batch_is_as_claimed(loader: str) -> None:
    text = f"{HEAD}for a, b in {loader}:\n    pass\nn = torch.zeros(len(data), len(train))\n"
    facts = {fact.name: fact.dims for fact in analyse(text).facts if fact.binding}
    claimed = tuple(" ".join(facts.get(name) or ()) for name in ("a", "b"))
    assert claimed == LOADED[loader]
    assert facts["n"] == ("100", "80")
    names: dict[str, object] = {}
    exec(f"{HEAD}loaded = {loader}", names)
    for batch in names["loaded"]:  # pyright: ignore
        for dims, part in zip(claimed, batch, strict=True):
            if dims and isinstance(part, torch.Tensor):
                assert len(part.shape) == len(dims.split())
                assert all(dim in ("?", str(size)) for dim, size in zip(dims.split(), part.shape, strict=True))


def test_what_is_loaded_is_followed_through_a_model() -> None:
    text = HEAD + (
        "model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(24, 5))\n"
        "for step, (a, b) in enumerate(DataLoader(data, batch_size=20)):\n"
        "    loss = torch.nn.functional.cross_entropy(model(a), b)\n"
        "    wrong = model(a) @ b\n"
    )
    (found,) = analyse(text).findings
    assert (found.rule, found.range.start.line) == ("shape-mismatch", 10)
