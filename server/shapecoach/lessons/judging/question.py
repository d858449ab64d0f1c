"""What an exercise's tests say about its inputs and its rules, beyond what the function's signature says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

Sizes = Mapping[str, int]
Make = Callable[[Sizes, torch.Generator], Any]


@dataclass(frozen=True)
class Largest:
    """A bound on the largest tensor that an answer makes on its way, for tables that needn't be built.

    Tried once, with the sizes in `at`: no tensor may have more than `elements` numbers (an expression, "2*b*d").
    `because` is what the learner is told; `mistake` is the code it goes by.
    """

    at: Sizes
    elements: str
    because: str
    mistake: str = "M08"


@dataclass(frozen=True)
class Question:
    """The inputs of an exercise, and what an answer may do.

    Everything is by axis name, or the name of an int parameter.  A list's size is its length, by the parameter's name.
    The size of a run of axes, `...` or `*batch`, is how many axes it stands for, 0 to 3 unless `ranges` says otherwise;
    these are called `...[0]`, `...[1]`, or `batch[0]`.

    - `sizes`: sizes that follow from others, `{"e": "n_heads*d"}`; a name used only here is drawn, too.
    - `edges`: further runs, each with some sizes or arguments given, `{"n_heads": 1}`, `{"x": constant_rows}`.
    - `example`: the sizes of the example that the learner is shown.
    - `ranges`: where to draw a size from, if not from the small primes; a name used only here is drawn, too.
    - `values`: how to make an argument that the signature doesn't describe, or that must not be plain noise. A key with
      several names, "lo hi", makes these arguments together, as a tuple.
    - `forbidden`: calls that the text forbids, with the reason that the learner is told; "mm bmm" is either.
    - `required`: calls that the text asks for, likewise; one of several names is enough.
    - `loops`: whether the answer may have a loop in it.
    - `largest`: a bound on the largest tensor made on the way.
    - `any_device`: whether the answer is tried on another device than the CPU, too.
    - `same_dtype`: whether the dtype must be the very one, not only of its class (any float for a float).
    - `seen`: makes what came back into what can be compared, `lambda scalers: [scale(2.0) for scale in scalers]`.
    """

    sizes: Mapping[str, str] = field(default_factory=dict[str, str])
    edges: tuple[Mapping[str, int | Make], ...] = ()
    example: Sizes = field(default_factory=dict[str, int])
    ranges: Mapping[str, range] = field(default_factory=dict[str, range])
    values: Mapping[str, Make] = field(default_factory=dict[str, Make])
    forbidden: Mapping[str, str] = field(default_factory=dict[str, str])
    required: Mapping[str, str] = field(default_factory=dict[str, str])
    loops: bool = True
    largest: Largest | None = None
    any_device: bool = False
    same_dtype: bool = False
    seen: Callable[[Any], Any] | None = None
