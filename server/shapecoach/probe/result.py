"""From what the library gave back to a symbolic value: sizes lifted to dims, element types to classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import torch

from shapecoach.probe.arguments import UNKNOWN, Listing, Real, Seq, SomeBool, Value, tensors_of
from shapecoach.probe.call import META, call
from shapecoach.probe.layout import Layout, Raw
from shapecoach.probe.lift import as_many, lift
from shapecoach.probe.making import NO_DTYPES, NotProbeableError
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.probe.witness import Witness, Witnesses
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

LARGEST_WITH_DATA = 600
"""The largest size that tensors with data are asked at."""


def work_out(
    question: Question, witnesses: Witnesses | None = None, device: torch.device = META,
    dtypes: Mapping[str, str] = NO_DTYPES,
) -> Value:  # fmt: skip
    """What comes out for all sizes, or for those ordered as in `witnesses`.  Raises what `call` and `lift` raise."""
    witnesses = witnesses or question.witnesses

    def ask(witness: Witness) -> Raw:
        if device != META and max(witness.sizes.values(), default=0) > LARGEST_WITH_DATA:
            raise NotProbeableError("what comes out may be far larger, as all pairs of so many are")
        return call(question, witness, device, dtypes)

    raw, dims = lift(
        ask,
        witnesses,
        (
            lambda: question.pool,
            lambda: question.products,
            lambda: question.sums,
            lambda: question.extremes,
            lambda: question.quotients,
        ),
        question.is_settled,
        question.at_ones(witnesses[0]),
    )
    dims = _without_accidents(
        question,
        dims,
        lambda witness: as_many(ask(witness)) if raw.layout.kind == "many" else ask(witness),
        witnesses[0],
    )
    if not question.can_be_made(witnesses):  # what is empty there may be so for these sizes only
        dims = tuple(None if dim == Dim.of(0) else dim for dim in dims)
    return _build(raw.layout, iter(dims), question.tensors)


def _without_accidents(
    question: Question, dims: tuple[Dim | None, ...], ask: Callable[[Witness], Raw], witness: Witness
) -> tuple[Dim | None, ...]:
    """The sizes without numbers that came out three times, but don't where every symbol is one more.

    `x[: n % 7 + 1]` may well be 2 at three sizes.  What is a number in the question itself is hardly an accident, but
    where something is divided: half of 41, 53 and 61 is cut into pairs without a rest.
    """
    given = {dim.constant for dim in (*question.axes, *question.ints)}
    if any(dim.quotients() for dim in question.axes):
        given.clear()
    if not question.symbols or all(dim is None or (dim.constant or 0) < 2 or dim.constant in given for dim in dims):
        return dims
    try:
        again = ask(Witness({symbol: size + 1 for symbol, size in witness.sizes.items()}, witness.real)).sizes
    except Exception:  # any refusal: just there it may not work, and then nothing more is learned
        return dims
    if len(again) != len(dims):
        return dims
    return tuple(
        None if dim is not None and dim.constant not in (None, size) else dim
        for dim, size in zip(dims, again, strict=True)
    )


def is_right(value: Value, raw: Raw, witness: Witness) -> bool:
    """Whether the known sizes of a symbolic result are those of one call."""
    sizes: list[int] = []
    for tensor in tensors_of(value):
        dims = tensor.shape.dims if tensor.shape is not None else None
        if dims is None or any(dim.is_unknown for dim in dims):
            return True
        sizes += [witness.size(dim) for dim in dims]
    return len(sizes) != len(raw.sizes) or sizes == list(raw.sizes)


def _build(layout: Layout, dims: Iterator[Dim | None], inputs: Sequence[Tensor]) -> Value:
    match layout.kind:
        case "tensor":
            sizes = tuple(dim if dim is not None else fresh_dim() for dim in (next(dims) for _ in range(layout.rank)))
            dtype = _lifted_dtype(layout.dtype, inputs)
            return Tensor(Shape(_axes(sizes, inputs)), dtype, layout.framework)
        case "int":
            dim = next(dims)
            return UNKNOWN if dim is None else dim
        case "real":
            return Real()
        case "bool":
            return SomeBool()
        case "seq":
            items = tuple(_build(part, dims, inputs) for part in layout.parts)
            return Seq(items, layout.is_list, layout.names)
        case "many":
            return Listing(_build(layout.parts[0], dims, inputs))
        case "value":
            return layout.value
        case _:
            return UNKNOWN


def _axes(sizes: tuple[Dim, ...], inputs: Sequence[Tensor]) -> tuple[Axis | Run, ...]:
    """Axes for lifted sizes, keeping from the inputs the order of merged factors and what was inserted."""
    for tensor in inputs:
        if tensor.shape is not None and tensor.shape.dims == sizes:
            return tensor.shape.axes
    merged: dict[Dim, set[tuple[Dim, ...]]] = {}
    for tensor in inputs:
        for axis in tensor.shape.axes if tensor.shape is not None else ():
            if isinstance(axis, Axis) and axis.factors:
                merged.setdefault(axis.dim, set()).add(axis.factors)
    return tuple(Axis(size, next(iter(merged[size])) if len(merged.get(size, ())) == 1 else ()) for size in sizes)


WIDE_CLASSES = ("any", "num", "real", "inexact")
"""The classes whose members promote differently, so that one member can't speak for all."""


def _lifted_dtype(name: str, inputs: Sequence[Tensor]) -> DType:
    """An exact type, or the class of an input that it stood for."""
    exact = DType(name)
    for tensor in inputs:
        if not tensor.dtype.is_exact and tensor.dtype.members[0] == name:
            return tensor.dtype
    if any(tensor.framework is Framework.NUMPY for tensor in inputs):
        return _promoted_by_numpy(exact, inputs)
    if any(tensor.dtype.family in WIDE_CLASSES for tensor in inputs):
        return DType("any") if name != "bool" else exact
    if exact.family in ("float", "complex") and any(tensor.dtype.name in ("float", "complex") for tensor in inputs):
        return DType(exact.family)
    return exact


def _promoted_by_numpy(exact: DType, inputs: Sequence[Tensor]) -> DType:
    """The class of a result whose very type hangs on members that classes stand for, or on NumPy's version.

    Until NumPy 2 a number (an array without axes) did not widen the elements of an array, since then it does.
    """
    if exact.name == "bool":
        return exact
    if any(tensor.dtype.family in WIDE_CLASSES for tensor in inputs):
        return DType("any")
    numbers = {tensor.dtype for tensor in inputs if tensor.shape == Shape(())}
    rest = {tensor.dtype for tensor in inputs if tensor.shape != Shape(())}
    open_ended = any(not tensor.dtype.is_exact for tensor in inputs) or (rest and not numbers <= rest)
    return DType(exact.family) if open_ended else exact
