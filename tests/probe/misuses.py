"""PyTorch's operator database made wrong: every sample with one argument of another rank, size, type or value.

`python -m tests.probe.misuses [quick]` prints as JSON the names of those that are refused of tensors without data.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils._pytree import tree_flatten, tree_map, tree_unflatten

from shapecoach.probe.meta_kernels import quicken

SAMPLES = 3
OPERATORS = [info for info in op_db if torch.float32 in info.supported_dtypes("cpu")]

OF_TENSORS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "an axis more": lambda tensor: tensor[None],
    "an axis less": lambda tensor: tensor[0],
    "longer first": lambda tensor: torch.cat([tensor, tensor[:1]]),
    "longer last": lambda tensor: torch.cat([tensor, tensor[..., :1]], -1),
    "shorter last": lambda tensor: tensor[..., 1:],
    "whole numbers": lambda tensor: tensor.long(),
    "double": lambda tensor: tensor.double(),
}
OF_INTS: dict[str, Callable[[int], int]] = {"+1": lambda n: n + 1, "+7": lambda n: n + 7, "-9": lambda n: n - 9}


def misuses(info: Any) -> Iterator[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """Each with its name, and the arguments; the samples as they are among them."""
    torch.manual_seed(0)
    for number, sample in enumerate(islice(info.sample_inputs("cpu", torch.float32, requires_grad=False), SAMPLES)):
        leaves, spec = tree_flatten(((sample.input, *sample.args), sample.kwargs))
        name = f"{info.name}.{info.variant_test_name} {number}"
        yield name, *tree_unflatten(leaves, spec)
        for at, leaf in enumerate(leaves):
            for how, change in _changes(leaf).items():
                try:
                    changed = change(leaf)
                except (IndexError, RuntimeError):  # there is no axis to take away, or nothing to add
                    continue
                yield f"{name}, {how} {at}", *tree_unflatten([*leaves[:at], changed, *leaves[at + 1 :]], spec)


def _changes(leaf: Any) -> dict[str, Callable[[Any], Any]]:
    if isinstance(leaf, torch.Tensor):
        return {} if leaf.is_complex() else OF_TENSORS
    return OF_INTS if type(leaf) is int else {}


def is_refused(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], device: str) -> bool:
    moved = tree_map(lambda leaf: leaf.to(device) if isinstance(leaf, torch.Tensor) else leaf, (args, kwargs))
    try:
        call(*moved[0], **moved[1])
    except NotImplementedError:  # nothing is said of the arguments
        return False
    except Exception:  # in whatever words
        return True
    return False


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if "quick" in sys.argv:
        assert quicken()
    named = ((info, *misuse) for info in OPERATORS for misuse in misuses(info))
    print(json.dumps([name for info, name, args, kwargs in named if is_refused(info.op, args, kwargs, "meta")]))
