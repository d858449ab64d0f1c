"""A rewriting is proved before anything is said of it.

Both forms are asked of PyTorch and einops: for all sizes, on tensors without data, and at two assignments of small
sizes, all different, on tensors whose elements are all different.  What comes out must have the same shape and the
same elements.  It must also lie in memory alike: where the old form gave a copy, or one that is contiguous, so must the
new one, or what is done to it afterwards (`view`, a change in place) might not work or would change something else.
One copy is asked for as well, where nobody says that there are more: `x.repeat(n, 1)` is never `x` itself, and einops'
form is where `n` is 1.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from itertools import count, islice
from math import prod

import einops
import torch

from shapecoach.hints.einops.joins import JOINS, of_one_shape, put_together
from shapecoach.hints.einops.journey import Call
from shapecoach.hints.einops.leaves import Run
from shapecoach.hints.einops.rewriting import Parts, Rewriting, Side
from shapecoach.probe import Works, probe
from shapecoach.probe.arguments import Seq, Slice, Value
from shapecoach.probe.library import resolve
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

LARGEST = 2**18  # elements of a tensor that is tried
RUNS = (0, 1, 2)
"""How many axes `...` is tried as."""


@lru_cache(maxsize=4096)
def holds(rewriting: Rewriting) -> bool:
    """Whether the new form does what the old one did."""
    lengths = RUNS if None in rewriting.before else (0,)
    return (
        all(_holds(_without_run(rewriting, length)) for length in lengths)
        and all(_does_the_same(rewriting, length, witness) for length in lengths for witness in (0, 1))
        and (not _copies(rewriting) or _does_the_same(rewriting, lengths[-1], 0, once=True))
    )


def _copies(rewriting: Rewriting) -> set[int]:
    """The leaves along which the tensor is repeated nobody knows how often."""
    had = {leaf for part in rewriting.before if part is not None for leaf in part.leaves}
    return {leaf for leaf, constant in enumerate(rewriting.constants) if leaf not in had and constant is None}


# -- for all sizes ----------------------------------------------------------------------------------


def _without_run(rewriting: Rewriting, length: int) -> Rewriting:
    """The rewriting with so many axes in the place of a run."""
    if None not in rewriting.before:
        return rewriting
    known = len(rewriting.constants)
    run = [Parts((known + index,)) for index in range(length)]

    def spread(side: Side) -> Side:
        return tuple(one for part in side for one in ([part] if part is not None else run))

    return Rewriting(
        rewriting.operation, spread(rewriting.before), spread(rewriting.after),
        (*rewriting.constants, *[None] * length), rewriting.given,
        tuple(_call_without_run(call, run) for call in rewriting.calls), rewriting.reduction,
    )  # fmt: skip


def _call_without_run(call: Call, run: list[Parts]) -> Call:
    args = tuple(one for arg in call.args for one in (run if isinstance(arg, Run) else [arg]))
    return Call(call.method, args, call.keepdim)


def _holds(rewriting: Rewriting) -> bool:
    """Whether both forms give one shape, whatever the sizes are."""
    dims = [
        Dim.of(Symbol(f"leaf_{index}")) if constant is None else Dim.of(constant)
        for index, constant in enumerate(rewriting.constants)
    ]

    given = Tensor(
        Shape(tuple(Axis(_product(part, dims)) for part in rewriting.before if part is not None)), DType("float32")
    )
    old = done_symbolically(given, rewriting.calls, dims)
    names = _names(rewriting)
    reduction = (rewriting.reduction,) if rewriting.reduction else ()
    lengths = {names[leaf]: dims[leaf] for leaf in rewriting.given}
    new = value_of(probe(f"einops.{rewriting.operation}", (given, rewriting.pattern(names), *reduction), lengths))
    return isinstance(old, Tensor) and isinstance(new, Tensor) and old.shape is not None and old.shape == new.shape


def _product(parts: Parts, dims: Sequence[Dim]) -> Dim:
    return reduce(operator.mul, (dims[leaf] for leaf in parts.leaves), Dim.of(1))


def done_symbolically(tensor: Value, calls: Sequence[Call], dims: Sequence[Dim] = ()) -> Value:
    """What the calls give of a tensor, one after the other, where the leaves have these sizes."""

    def symbolic(arg: object) -> Value:
        match arg:
            case Parts():
                return _product(arg, dims)
            case bool() | None:
                return arg
            case int():
                return Dim.of(arg)
            case tuple():
                return Seq(tuple(map(symbolic, arg)))  # pyright: ignore[reportUnknownArgumentType]
            case _:
                return arg

    plain = (one for call in calls for one in (of_one_shape(call) if call.method in JOINS else (call,)))
    for step in plain:
        args = tuple(map(symbolic, step.args))
        if step.method == "operator.getitem" and isinstance(args[0], Seq) and len(args[0].items) == 1:
            args = args[0].items
        kwargs = {} if step.keepdim is None else {"keepdim": step.keepdim}
        tensor = value_of(probe(step.method, (tensor, *args), kwargs))
    return tensor


def value_of(outcome: object) -> Value:
    """What an operation gives that works for all sizes; None of any other."""
    return outcome.value if isinstance(outcome, Works) else None


def _names(rewriting: Rewriting) -> list[str]:
    return [f"leaf{index}" for index in range(len(rewriting.constants))]


# -- for real tensors -------------------------------------------------------------------------------


def _does_the_same(rewriting: Rewriting, run: int, witness: int, once: bool = False) -> bool:
    """Whether both forms give the same elements in the same layout, for tensors of one size, or copied `once`."""
    free = free_sizes(rewriting.constants, witness)
    sizes = [next(free) if constant is None else constant for constant in rewriting.constants]
    if once:
        sizes = [1 if leaf in _copies(rewriting) else size for leaf, size in enumerate(sizes)]
    run_sizes = list(islice(free, run))

    def size(parts: Parts) -> int:
        return prod(sizes[leaf] for leaf in parts.leaves)

    shape = [one for part in rewriting.before for one in (run_sizes if part is None else [size(part)])]
    added = prod(sizes) // max(1, prod(size(part) for part in rewriting.before if part is not None))
    if prod(shape) * max(added, 1) > LARGEST:
        return False
    names = _names(rewriting)
    reduction = (rewriting.reduction,) if rewriting.reduction else ()
    lengths = {names[leaf]: sizes[leaf] for leaf in rewriting.given}
    works = False
    for tensor in _layouts(shape, rewriting.reduction):
        try:
            old = done(tensor, _without_run(rewriting, run).calls, [*sizes, *run_sizes])
        except (RuntimeError, IndexError):
            continue  # a `view` that needs another layout
        works = True
        operation = getattr(einops, rewriting.operation)
        try:
            given = list(tensor) if rewriting.is_of_list else tensor
            new = operation(given, rewriting.pattern(names), *reduction, **lengths)
        except (einops.EinopsError, RuntimeError):
            return False
        if not _is_same(old, new, exactly=rewriting.reduction not in ("sum", "mean", "prod")):
            return False
        if not _lies_alike(tensor, old, new):
            return False
    return works


def free_sizes(constants: Sequence[int | None], witness: int) -> Iterator[int]:
    """Small sizes, all different, and none that the program names."""
    return (size for size in count(2 + witness) if size not in constants)


def _layouts(shape: list[int], reduction: str) -> Iterator[torch.Tensor]:
    """A tensor of this shape whose elements are all different, laid out in memory in two ways."""
    elements = torch.arange(prod(shape))
    if reduction in ("any", "all"):
        elements = elements % 7 == (0 if reduction == "any" else 1)
        elements = elements if reduction == "any" else ~elements
    elif reduction:
        elements = (elements * 7919 % 1009).to(torch.float64) / 1009 + 0.5
    yield elements.reshape(shape)
    if len(shape) > 1:
        yield elements.reshape(shape[::-1]).permute(*reversed(range(len(shape))))


def done(tensor: torch.Tensor, calls: Sequence[Call], sizes: Sequence[int]) -> torch.Tensor:
    """What the calls give of a real tensor, where the leaves have these sizes."""

    def real(arg: object) -> object:
        if isinstance(arg, Parts):
            return prod(sizes[leaf] for leaf in arg.leaves)
        if isinstance(arg, Slice):
            return slice(None)
        return tuple(map(real, arg)) if isinstance(arg, tuple) else arg  # pyright: ignore[reportUnknownArgumentType]

    for call in calls:
        if call.method in JOINS:
            tensor = put_together(tensor, call.method, tuple(map(real, call.args)))  # pyright: ignore[reportArgumentType]
            continue
        function = resolve(call.method)
        assert function is not None, call.method
        tensor = function(tensor, *map(real, call.args), **({} if call.keepdim is None else {"keepdim": call.keepdim}))
    return tensor


def _is_same(old: torch.Tensor, new: torch.Tensor, exactly: bool) -> bool:
    if old.shape != new.shape or old.dtype != new.dtype:
        return False
    return torch.equal(old, new) if exactly else torch.allclose(old, new, rtol=1e-9)


def _lies_alike(given: torch.Tensor, old: torch.Tensor, new: torch.Tensor) -> bool:
    memory = [tensor.untyped_storage().data_ptr() for tensor in (given, old, new)]
    same_tensor = (memory[0] == memory[1]) is (memory[0] == memory[2])
    return same_tensor and (new.is_contiguous() or not old.is_contiguous())
