"""What an exercise's tests say about its inputs, beyond what the function's signature says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch

Sizes = Mapping[str, int]


@dataclass(frozen=True)
class Question:
    """The inputs of an exercise.

    Everything is by axis name (or the name of an int parameter). The size of a run of axes, `...` or `*batch`, is how
    many axes it stands for, 0 to 3 unless `ranges` says otherwise; these are called `...[0]`, `...[1]`, or `batch[0]`.

    - `sizes`: sizes that follow from others, `{"e": "n_heads*d"}`; a name used only here is drawn, too.
    - `edges`: further runs, each with some sizes fixed, `{"n_heads": 1}`.
    - `example`: the sizes of the example that the learner is shown.
    - `ranges`: where to draw a size from, if not from the small primes; a name used only here is drawn, too.
    - `values`: how to make an argument that the signature doesn't describe, or that must not be plain noise.
    - `forbidden`: torch calls that the text forbids, with the reason that the learner is told.
    - `loops`: whether the answer may have a loop in it.
    """

    sizes: Mapping[str, str] = field(default_factory=dict[str, str])
    edges: tuple[Sizes, ...] = ()
    example: Sizes = field(default_factory=dict[str, int])
    ranges: Mapping[str, range] = field(default_factory=dict[str, range])
    values: Mapping[str, Callable[[Sizes, torch.Generator], object]] = field(
        default_factory=dict[str, Callable[[Sizes, torch.Generator], object]]
    )
    forbidden: Mapping[str, str] = field(default_factory=dict[str, str])
    loops: bool = True
