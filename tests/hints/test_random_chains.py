"""Random chains of steps: whatever hint one gets gives the same as the chain, run on real tensors."""

from __future__ import annotations

import random
from collections.abc import Callable

import einops
import pytest
import torch

from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.text import edited

HEAD = (
    "import torch\nimport torch.nn.functional as F\nfrom einops import einsum, rearrange, reduce, repeat\n"
    "from jaxtyping import Float\nfrom torch import Tensor\n\n\n"
    'def f(x: Float[Tensor, "a {n}*{b} c {m}*{d}"], n: int, m: int, b: int, d: int):\n    return '
)
SIZES = {"n": 2, "m": 3, "b": 5, "d": 7}
A, C = 4, 6


def chain(seed: int) -> str:
    """A random chain that runs: each step is tried on a real tensor, and left out where it fails."""
    draw = random.Random(seed)
    text = draw.choice(BEGINNINGS)(draw)
    tensor = eval(text, {"x": example(), "F": torch.nn.functional, "torch": torch, **SIZES})
    for _ in range(draw.randint(2, 5)):
        rank = tensor.dim()
        if rank == 0:
            break
        step = draw.choice(STEPS)(draw, rank, list(tensor.shape))
        try:
            after = eval(f"({text}{step})", {"x": example(), "F": torch.nn.functional, "torch": torch, **SIZES})
        except (RuntimeError, IndexError, ValueError):
            continue
        text, tensor = text + step, after
    return text


def example() -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(A, SIZES["n"] * SIZES["b"], C, SIZES["m"] * SIZES["d"], generator=generator, dtype=torch.float64)


def axis(draw: random.Random, rank: int) -> int:
    return draw.randrange(-rank, rank)


def spelled(size: int) -> str:
    """A size in the names of the function."""
    names = {10: "n * b", 21: "m * d", 2: "n", 3: "m", 5: "b", 7: "d", 4: "x.shape[0]", 6: "x.shape[2]"}
    return names.get(size, str(size))


def view(draw: random.Random, rank: int, shape: list[int]) -> str:
    """Some axis cut in two, or two neighbours merged."""
    sizes = [spelled(size) for size in shape]
    at = draw.randrange(rank)
    if shape[at] == 10:
        sizes[at : at + 1] = ["n", "b"] if draw.random() < 0.5 else ["n", "-1"]
    elif shape[at] == 21:
        sizes[at : at + 1] = ["m", "d"]
    elif at + 1 < rank:
        sizes[at : at + 2] = [f"{sizes[at]} * {sizes[at + 1]}" if draw.random() < 0.5 else "-1"]
    return f".{draw.choice(['view', 'reshape', 'contiguous().view'])}({', '.join(sizes)})"


def permute(draw: random.Random, rank: int, shape: list[int]) -> str:
    order = list(range(rank))
    draw.shuffle(order)
    return f".permute({', '.join(map(str, order))})"


def expand(draw: random.Random, rank: int, shape: list[int]) -> str:
    return f".unsqueeze(0).expand({draw.choice(['n', '3'])}, {', '.join(['-1'] * rank)})"


def repeat(draw: random.Random, rank: int, shape: list[int]) -> str:
    return f".repeat({', '.join(draw.choice(['1', '1', '2', 'n']) for _ in range(rank))})"


def reduction(draw: random.Random, rank: int, shape: list[int]) -> str:
    axes = sorted(draw.sample(range(rank), min(rank, draw.randint(1, 2))))
    keep = draw.choice(["", ", keepdim=True"])
    return f".{draw.choice(['sum', 'mean', 'amax', 'amin'])}({tuple(axes)}{keep})"


STEPS = (
    view, view, view, permute, permute, expand, repeat, reduction,
    lambda draw, rank, shape: f".transpose({axis(draw, rank)}, {axis(draw, rank)})",
    lambda draw, rank, shape: f".movedim({axis(draw, rank)}, {axis(draw, rank)})",
    lambda draw, rank, shape: f".swapaxes({axis(draw, rank)}, {axis(draw, rank)})",
    lambda draw, rank, shape: f".flatten({(start := draw.randrange(rank))}, {draw.randrange(start, rank)})",
    lambda draw, rank, shape: f".unsqueeze({draw.randrange(-rank - 1, rank + 1)})",
    lambda draw, rank, shape: f".repeat_interleave({draw.choice(['2', 'n'])}, dim={axis(draw, rank)})",
    lambda draw, rank, shape: ".mT" if rank > 1 else "",
    lambda draw, rank, shape: f"[{', '.join(draw.choice((':', ':', 'None')) for _ in range(rank))}]",
)  # fmt: skip


BEGINNINGS: tuple[Callable[[random.Random], str], ...] = (
    *[lambda draw: "x"] * 6,
    lambda draw: f"torch.stack([x, -x], dim={axis(draw, 5)})",
    lambda draw: f"torch.stack([x, x], dim={axis(draw, 5)})",
    lambda draw: f"torch.stack([x * i for i in range(n)], dim={axis(draw, 5)})",
    lambda draw: f"torch.cat((x, -x), {axis(draw, 4)})",
    lambda draw: f"torch.cat([x] * n, {axis(draw, 4)})",
    lambda draw: f"F.{draw.choice(['avg', 'max'])}_pool1d(x.flatten(0, 1), {draw.choice(['m', '2'])})",
    lambda draw: f"F.adaptive_{draw.choice(['avg', 'max'])}_pool2d(x, 1)",
)


@pytest.mark.parametrize("seed", range(200))
def test_the_new_text_gives_what_the_chain_gave(seed: int) -> None:
    written = chain(seed)
    for finding in examine(HEAD + written + "\n").findings:
        if not is_preference(finding.rule):
            continue
        new = edited(HEAD + written + "\n", finding.fixes[0].edits).partition("    return ")[2]
        functions = {"F": torch.nn.functional, "torch": torch} | {
            name: getattr(einops, name) for name in ("rearrange", "reduce", "repeat", "einsum")
        }
        old_value, new_value = (eval(f"({text})", {"x": example(), **SIZES, **functions}) for text in (written, new))
        assert old_value.shape == new_value.shape, (written, new)
        torch.testing.assert_close(old_value, new_value)
        assert new_value.is_contiguous() or not old_value.is_contiguous(), (written, new)


def test_many_of_them_get_a_hint() -> None:
    found = [examine(HEAD + chain(seed) + "\n").findings for seed in range(200)]
    assert sum(any(is_preference(finding.rule) for finding in findings) for findings in found) > 110
