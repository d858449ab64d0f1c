"""Drawing the inputs of one run: sizes from the signature's annotations, all different; values from a seed."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from shapecoach.lessons.judging.question import Make, Question, Sizes
from shapecoach.lessons.judging.signature import (
    Parameter,
    Plain,
    Signature,
    TensorType,
    evaluate,
    is_run,
    names_in,
    run_axes,
)

# Primes, so that no size is another one's multiple by accident and no reshape fits that should not.
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19)
_RUN_LENGTHS = range(4)  # of `...` and `*batch`


@dataclass(frozen=True)
class Inputs:
    """One set of arguments, and the sizes of the axes in it.  Take `copies`: the arguments themselves stay as drawn."""

    arguments: Mapping[str, Any]
    sizes: Sizes

    def copies(self) -> dict[str, Any]:
        return {name: copy_of(value) for name, value in self.arguments.items()}


def inputs_for(signature: Signature, question: Question, seed: int) -> list[Inputs]:
    """What one run tries, in order: two draws with all sizes different, then the edges.  Same seed, same inputs."""
    freely: Mapping[str, int | Make] = {}
    edges = [freely, freely, *question.edges] if signature.parameters else [freely]
    return [draw(signature, question, given, f"{seed}/{number}") for number, given in enumerate(edges)]


def draw(signature: Signature, question: Question, given: Mapping[str, int | Make], seed: str) -> Inputs:
    """One draw, with some sizes or arguments given.  Raises ValueError where no sizes can be all different."""
    rng = random.Random(seed)
    generator = torch.Generator().manual_seed(rng.getrandbits(60))
    pinned = {name: size for name, size in given.items() if isinstance(size, int)}
    makers = {**question.values, **{name: make for name, make in given.items() if not isinstance(make, int)}}
    sizes = _draw_sizes(signature, question, pinned, rng)
    made: dict[str, Any] = {}
    for names, make in makers.items():
        values = make(sizes, generator)
        made |= dict(zip(names.split(), values if " " in names else (values,), strict=True))
    sizes |= {name: value for name, value in made.items() if type(value) is int}
    for parameter in signature.parameters:
        if parameter.name not in made:
            made[parameter.name] = _value(parameter, sizes, generator)
    return Inputs({parameter.name: made[parameter.name] for parameter in signature.parameters}, sizes)


def free_names(signature: Signature, question: Question) -> list[str]:
    """The sizes that are drawn: every name in the annotations that doesn't follow from others.

    A name that stands in the result alone, and in no expression, is a size that the data decides.
    """
    made = {name for names in question.values for name in names.split()}
    inputs = [parameter.type for parameter in signature.parameters if isinstance(parameter.type, TensorType)]
    axes = [axis for tensor in inputs for axis in tensor.axes]
    plain = [parameter.name for parameter in signature.parameters if parameter.has_size]
    ranged = [name for name in question.ranges if name.isidentifier()]  # axes of a run are drawn with it
    expressions = [*axes, *plain, *question.sizes.values(), *ranged]
    names = dict.fromkeys(name for expression in expressions for name in names_in(expression))
    return [name for name in names if name not in question.sizes and name not in made]


def copy_of(value: Any) -> Any:
    """A copy that nobody else holds, tensors inside containers included; what can't be copied comes back as it is.

    The copy of a view is a view, of a copy of its whole storage.
    """
    if isinstance(value, Tensor):
        return value.clone() if value.requires_grad else copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(map(copy_of, value))
    if type(value) is dict:
        return {key: copy_of(part) for key, part in value.items()}  # pyright: ignore[reportUnknownVariableType]
    try:
        return copy.deepcopy(value)
    except (TypeError, RuntimeError):  # generators, tensors that autograd made
        return value


def _draw_sizes(signature: Signature, question: Question, pinned: Sizes, rng: random.Random) -> dict[str, int]:
    runs = signature.runs()
    for _ in range(1000):
        lengths = {run: pinned.get(run, rng.choice(question.ranges.get(run, _RUN_LENGTHS))) for run in runs}
        names = [name for name in free_names(signature, question) if not is_run(name)]
        names += [axis for run in runs for axis in run_axes(run, lengths)]
        primes = rng.sample(_PRIMES[: max(6, len(names))], k=len(names))
        sizes = {
            name: rng.choice(question.ranges[name]) if name in question.ranges else prime
            for name, prime in zip(names, primes, strict=True)
        }
        sizes |= {**lengths, **pinned}
        for name, expression in question.sizes.items():
            sizes[name] = evaluate(expression, sizes)
        if pinned or _all_different(signature, sizes):
            return sizes
    raise ValueError(f"no sizes for {free_names(signature, question)} make all axes different")


def _all_different(signature: Signature, sizes: Sizes) -> bool:
    axes = {
        axis
        for tensor in signature.tensors()
        for axis in tensor.spread(sizes)
        if axis in sizes or all(name in sizes for name in names_in(axis))
    }
    return len({evaluate(axis, sizes) for axis in axes}) == len(axes)


def _value(parameter: Parameter, sizes: Sizes, generator: torch.Generator) -> object:
    if isinstance(parameter.type, TensorType):
        return _TENSORS[parameter.type.dtype](parameter.type.shape(sizes), generator)
    if parameter.type is None:
        raise ValueError(f"the question must say how to make `{parameter.name}`")
    return _PLAIN[parameter.type](sizes.get(parameter.name, 0), generator)


def _floats(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=generator)


def _integers(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.randint(-9, 10, shape, generator=generator)


def _bools(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.rand(shape, generator=generator) < 0.5


def _number(generator: torch.Generator) -> float:
    return round(float(torch.randn((), generator=generator)), 2)


def _seed(generator: torch.Generator) -> int:
    return int(torch.randint(1 << 40, (), generator=generator))


_TENSORS = {"float": _floats, "": _floats, "integer": _integers, "bool": _bools}

_PLAIN: Mapping[Plain, Callable[[int, torch.Generator], object]] = {
    int: lambda size, generator: size,
    float: lambda size, generator: _number(generator),
    bool: lambda size, generator: bool(torch.randint(2, (), generator=generator)),
    list[int]: lambda size, generator: [int(number) for number in _integers((size,), generator)],
    list[float]: lambda size, generator: [_number(generator) for _ in range(size)],
    torch.Generator: lambda size, generator: torch.Generator().manual_seed(_seed(generator)),
}
