"""Calling the real library once: a question and a witness in, a skeleton and its sizes out."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import torch

from shapecoach.probe import library, modules
from shapecoach.probe.arguments import Module, Real, Seq, Slice, Value, map_value
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.axis import Run
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

META = modules.META
CPU = torch.device("cpu")
LARGEST = 2**58  # elements; beyond it even meta kernels overflow, counting in bytes
LARGEST_REAL = 2**16  # elements of a tensor with data
MOST_PARTS = 4096  # of a list that comes out

NO_DTYPES: Mapping[str, str] = {}


class VanishingError(Exception):
    """An int made of sizes is 0 at this witness (`d//n` where n is larger): it would hide what the operation asks."""


class NotProbeableError(Exception):
    """The arguments hold something that no real value can stand for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The skeleton of a result: everything about it but its sizes.  `rank` counts into the sizes that go with it."""

    kind: str  # "tensor", "int", "real", "bool", "seq", "value", "opaque"
    rank: int = 0
    dtype: str = ""
    parts: tuple[Layout, ...] = ()
    is_list: bool = False
    names: tuple[str, ...] = ()
    value: Any = None

    @property
    def tensor_ranks(self) -> tuple[int, ...]:
        """The ranks of the tensors and ints in it, in the order of their sizes."""
        own = (self.rank,) if self.kind in ("tensor", "int") else ()
        return own + tuple(rank for part in self.parts for rank in part.tensor_ranks)


@dataclass(frozen=True, slots=True)
class Raw:
    """What one call gave: a layout and the sizes in it, in order."""

    layout: Layout
    sizes: tuple[int, ...]

    @property
    def numel(self) -> int:
        """The elements of the largest tensor in it."""
        largest, start = 0, 0
        for rank in self.layout.tensor_ranks:
            largest = max(largest, prod(self.sizes[start : start + rank]))
            start += rank
        return largest


def call(question: Question, witness: Witness, device: torch.device = META,
         dtypes: Mapping[str, str] = NO_DTYPES) -> Raw:  # fmt: skip
    """Call the operation at one witness.

    `dtypes` replaces the element type that stands for a class (`float` -> `float64`).  Raises NotProbeableError where
    the arguments can't be made, and whatever the library raises.
    """
    function = library.resolve(question.path)
    if function is None:
        raise NotProbeableError(question.path)
    maker = _Maker(witness, device, dtypes, _module_dtype(question))
    with warnings.catch_warnings(), torch.no_grad(), device:
        warnings.simplefilter("ignore")
        args = [maker.make(arg) for arg in question.args]
        kwargs = {name: maker.make(value) for name, value in question.kwargs if name not in _LEFT_OUT}
        if question.path in _NEEDS_DEVICE:
            kwargs["device"] = device
        result = function(*args, **kwargs)
    sizes: list[int] = []
    layout = _layout(result, sizes, 0)
    return Raw(layout, tuple(sizes))


_NEEDS_DEVICE = frozenset({"torch.tril_indices", "torch.triu_indices"})
_LEFT_OUT = frozenset({"device", "pin_memory", "generator"})
"""Arguments that say where data lies and where it comes from."""


def _module_dtype(question: Question) -> torch.dtype:
    """The element type of a module's weights: that of its inputs, since a program may have moved it there."""
    for tensor in question.tensors:
        if tensor.dtype.is_exact and tensor.dtype.family == "float":
            return getattr(torch, tensor.dtype.name)
    return torch.float32


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes real values out of symbolic ones at one witness."""

    witness: Witness
    device: torch.device
    dtypes: Mapping[str, str] = field(default_factory=dict[str, str])
    module_dtype: torch.dtype = torch.float32

    def make(self, value: Value) -> Any:
        match value:
            case Tensor():
                return self.tensor(value)
            case Dim():
                size = self.witness.size(value)
                if size == 0 and value.constant is None:
                    raise VanishingError(str(value))
                return size
            case Real(value=number):
                return self.witness.real if number is None else number
            case Seq(items=items, is_list=is_list):
                made = [self.make(item) for item in items]
                return made if is_list else tuple(made)
            case Slice():
                return slice(self.make(value.start), self.make(value.stop), self.make(value.step))
            case Module():
                return self.module(value)
            case torch.device():
                return self.device
            case None | bool() | str() | torch.dtype() | torch.memory_format() | torch.layout():
                return value
            case _ if value is ...:
                return value
            case _:
                raise NotProbeableError(repr(value))

    def tensor(self, value: Tensor) -> torch.Tensor:
        if value.shape is None:
            raise NotProbeableError("a tensor of unknown shape")
        sizes: list[int] = []
        for axis in value.shape.axes:
            if isinstance(axis, Run):
                raise NotProbeableError("a run of axes")
            sizes.append(self.witness.size(axis.dim))
        if any(size < 0 for size in sizes):
            raise NotProbeableError("a negative size")
        if prod(sizes) > (LARGEST if self.device == META else LARGEST_REAL):
            raise NotProbeableError("too large")
        dtype = self.dtype(value.dtype)
        # Indices must be zero to be in range; a zero where a float is meant (a window, a weight) is refused more often.
        make = torch.ones if self.device == CPU and dtype.is_floating_point else torch.zeros
        return make(sizes, dtype=dtype, device=self.device)

    def dtype(self, dtype: DType) -> torch.dtype:
        return getattr(torch, self.dtypes.get(dtype.name, dtype.members[0]))

    def module(self, spec: Module) -> torch.nn.Module:
        at_sizes = map_value(spec, lambda leaf: Dim.of(self.witness.size(leaf)) if isinstance(leaf, Dim) else leaf)
        on_meta = _Maker(self.witness, META, self.dtypes, self.module_dtype)
        try:
            return modules.build(at_sizes, on_meta.make, self.device, self.module_dtype)
        except modules.CannotBuildError as error:
            raise NotProbeableError(str(error)) from error


def _layout(result: Any, sizes: list[int], depth: int) -> Layout:
    match result:
        case torch.Tensor():
            sizes += result.shape
            return Layout("tensor", rank=result.dim(), dtype=str(result.dtype).removeprefix("torch."))
        case bool():
            return Layout("bool")
        case int():
            sizes.append(result)
            return Layout("int", rank=1)
        case float():
            return Layout("real")
        case None | str() | torch.dtype():
            return Layout("value", value=result)
        case tuple() | list() if depth < 6:
            items: list[Any] = list(result)  # pyright: ignore[reportUnknownArgumentType]
            if len(items) > MOST_PARTS:
                return Layout("opaque")
            parts = tuple(_layout(item, sizes, depth + 1) for item in items)
            return Layout("seq", parts=parts, is_list=isinstance(result, list), names=_names(result, items))
        case _:
            return Layout("opaque")


def _names(result: Any, items: list[Any]) -> tuple[str, ...]:
    """The field names of a named tuple; PyTorch's own (`torch.return_types`) have no `_fields`."""
    if type(result).__module__ != "torch.return_types":
        return getattr(result, "_fields", ())
    public = (name for name in dir(result) if not name.startswith(("_", "n_")))
    names = {id(getattr(result, name)): name for name in public if name not in ("count", "index")}
    return tuple(names.get(id(item), "") for item in items)
