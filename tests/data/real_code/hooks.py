"""Hooks made inside of functions: what is inside speaks of the same axes as what is around it."""
from typing import Callable, List

import torch
from jaxtyping import Float
from torch import Tensor


def make_hook(delta: Float[Tensor, "batch pos d_model"], head: int, fired: List[bool]) -> Callable[..., Tensor]:
    def hook_fn(x: Float[Tensor, "batch pos n_heads d_model"], hook=None) -> Float[Tensor, "batch pos n_heads d_model"]:
        fired.append(True)
        patched = x.clone()
        patched[:, :, head] += delta
        shifted = patched[:, :, head] - delta
        patched[:, :, head] = delta
        return patched

    return hook_fn


def example():
    fired = []
    hook = make_hook(torch.randn(2, 3, 5), 1, fired)
    hook(torch.randn(2, 3, 7, 5))
    assert fired
