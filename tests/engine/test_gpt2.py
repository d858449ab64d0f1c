"""A whole GPT-2 that is right: it runs under jaxtyping and beartype, and the engine knows every shape in it."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import jaxtyping
import pytest
import torch

from shapecoach.analysis.model import Analysis
from shapecoach.hints import examine

from .eager import DATA, checked_module, registered

SIZES = {"batch": 3, "seq": 7, "d_model": 20, "n_heads": 5, "d_head": 4, "d_mlp": 23, "d_vocab": 29, "n_ctx": 17}


@pytest.fixture(scope="module")
def gpt2() -> Iterator[ModuleType]:
    module = checked_module((DATA / "gpt2.py").read_text(), "gpt2")
    with registered(module):
        yield module


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    path = DATA / "gpt2.py"
    return examine(path.read_text(), str(path))


@pytest.fixture
def model(gpt2: ModuleType):
    torch.manual_seed(0)
    sizes = {name: SIZES[name] for name in ("d_model", "d_vocab", "n_ctx", "d_head", "d_mlp", "n_heads")}
    return gpt2.GPT2(gpt2.Config(**sizes, n_layers=2))


@pytest.fixture
def tokens():
    return torch.randint(SIZES["d_vocab"], (SIZES["batch"], SIZES["seq"]), generator=torch.Generator().manual_seed(1))


def test_it_runs_and_learns(gpt2: ModuleType, model, tokens) -> None:
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = [gpt2.training_step(model, optimizer, tokens).item() for _ in range(20)]
    assert losses[-1] < losses[0]
    logits = model(tokens)
    assert logits.shape == (SIZES["batch"], SIZES["seq"], SIZES["d_vocab"])
    assert 0 <= gpt2.accuracy(logits, tokens) <= 1
    assert gpt2.sequence_log_prob(model, tokens).shape == (SIZES["batch"],)


def test_it_is_causal(model, tokens) -> None:
    changed = tokens.clone()
    changed[:, 4:] = (changed[:, 4:] + 1) % SIZES["d_vocab"]
    torch.testing.assert_close(model(tokens)[:, :4], model(changed)[:, :4])
    assert not torch.allclose(model(tokens)[:, 4:], model(changed)[:, 4:])


def test_every_way_to_sample(gpt2: ModuleType, model, tokens) -> None:
    last = model(tokens)[:, -1]
    assert gpt2.sample_next(last, temperature=0.0).shape == (SIZES["batch"], 1)
    assert gpt2.sample_next(last, temperature=0.7, top_k=5, top_p=0.9).shape == (SIZES["batch"], 1)
    assert (gpt2.keep_top_k(last, 5) > float("-inf")).sum(-1).tolist() == [5] * SIZES["batch"]
    assert gpt2.penalise_repeats(last, tokens, 1.0).shape == last.shape
    by_steps = gpt2.extend(model, gpt2.extend(model, tokens, 0.0), 0.0)
    assert torch.equal(gpt2.generate(model, tokens, 2, temperature=0.0), by_steps)


def test_the_eager_check_would_notice(gpt2: ModuleType, tokens) -> None:
    with pytest.raises(jaxtyping.TypeCheckError):
        gpt2.accuracy(torch.zeros(SIZES["seq"], SIZES["batch"], SIZES["d_vocab"]), tokens)


def test_nothing_is_found(analysis: Analysis) -> None:
    assert [(finding.rule, finding.range.start.line + 1, finding.message) for finding in analysis.findings] == []


def test_every_binding_has_a_full_shape(analysis: Analysis) -> None:
    bindings = [fact for fact in analysis.facts if fact.binding]
    vague = [
        (fact.scope, fact.name, fact.range.start.line + 1, fact.dims)
        for fact in bindings
        if fact.dims is None or "?" in fact.dims
    ]
    assert vague == []
    assert len(bindings) > 95


def test_the_shapes_of_attention(analysis: Analysis) -> None:
    known = {fact.name: fact.dims for fact in analysis.facts if fact.binding and fact.scope == "Attention.forward"}
    assert known == {
        "x": ("batch", "seq", "d_model"),
        "q": ("batch", "seq", "n_heads", "d_head"),
        "k": ("batch", "seq", "n_heads", "d_head"),
        "v": ("batch", "seq", "n_heads", "d_head"),
        "scores": ("batch", "n_heads", "seq", "seq"),
        "pattern": ("batch", "n_heads", "seq", "seq"),
        "z": ("batch", "seq", "n_heads", "d_head"),
        "out": ("batch", "seq", "d_model"),
    }
