"""Calling the real library once: a question and a witness in, a skeleton and its sizes out."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import torch

from shapecoach.probe import library, modules
from shapecoach.probe.arguments import Module, Value, substitute
from shapecoach.probe.arrays.call import call as call_numpy
from shapecoach.probe.layout import Layout, Raw, laid_out
from shapecoach.probe.making import NO_DTYPES, Maker, NotProbeableError
from shapecoach.probe.question import LARGEST, Question
from shapecoach.probe.searches import note_call
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

META = modules.META
CPU = torch.device("cpu")
LARGEST_REAL = 2**16  # elements of a tensor with data
LONGEST_LOOP = 100  # steps of a sequence that are taken one by one


def call(question: Question, witness: Witness, device: torch.device = META,
         dtypes: Mapping[str, str] = NO_DTYPES) -> Raw:  # fmt: skip
    """Call the operation at one witness.

    `dtypes` replaces the element type that stands for a class (`float` -> `float64`).  Raises NotProbeableError where
    the arguments can't be made, and whatever the library raises.
    """
    note_call()
    if question.framework is Framework.NUMPY:
        return call_numpy(question, witness, dtypes)
    return laid_out(_result(question, witness, device, dtypes), _leaf)


def sizes_and_strides(question: Question, witness: Witness) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Those of the tensor that comes out at one witness; None where something else does.  Raises as `call`."""
    result = _result(question, witness, META, NO_DTYPES)
    return (tuple(result.shape), result.stride()) if isinstance(result, torch.Tensor) else None


def _result(question: Question, witness: Witness, device: torch.device, dtypes: Mapping[str, str]) -> Any:
    function = library.resolve(question.path)
    if function is None or question.framework is not Framework.TORCH:
        raise NotProbeableError(question.path)
    if question.is_for_real and max(witness.sizes.values(), default=0) > LONGEST_LOOP:
        raise NotProbeableError("takes too long")
    if question.is_in_too_many_parts(witness):
        raise NotProbeableError("too many parts")
    maker = _TensorMaker(witness, dtypes, device, _module_dtype(question))
    with warnings.catch_warnings(), torch.no_grad(), device:
        warnings.simplefilter("ignore")
        args = [maker.make(arg) for arg in question.args]
        kwargs = {name: maker.make(value) for name, value in question.kwargs if name not in _LEFT_OUT}
        if question.path in _NEEDS_DEVICE:
            kwargs["device"] = device
        return function(*args, **kwargs)


_NEEDS_DEVICE = frozenset({"torch.tril_indices", "torch.triu_indices"})
_LEFT_OUT = frozenset({"device", "pin_memory", "generator"})
"""Arguments that say where data lies and where it comes from."""


def _module_dtype(question: Question) -> torch.dtype:
    """The element type of a module's weights: that of its inputs, since a program may have moved it there."""
    for tensor in question.tensors:
        if tensor.dtype.family == "complex" or (tensor.dtype.is_exact and tensor.dtype.family == "float"):
            return getattr(torch, tensor.dtype.members[0])
    return torch.float32


@dataclass(frozen=True, slots=True)
class _TensorMaker(Maker):
    """Makes PyTorch's tensors and modules."""

    device: torch.device = META
    module_dtype: torch.dtype = torch.float32

    def tensor(self, value: Tensor, sizes: list[int]) -> torch.Tensor:
        if value.framework is not Framework.TORCH:
            raise NotProbeableError("a tensor of another library")
        if prod(sizes) > (LARGEST if self.device == META else LARGEST_REAL):
            raise NotProbeableError("too large")
        dtype = self.dtype(value.dtype)
        # Indices must be zero to be in range; a zero where a float is meant (a window, a weight) is refused more often.
        # Of a tensor without data nobody sees what is in it, and `empty` is several times faster.
        on_cpu = torch.ones if dtype.is_floating_point else torch.zeros
        make = on_cpu if self.device == CPU else torch.empty
        made = make(sizes, dtype=dtype, device=self.device)
        if value.strides is None:
            return made
        layout = sorted(range(len(sizes)), key=value.strides.order.__getitem__)
        held = [1 if axis in value.strides.repeated else size for axis, size in enumerate(sizes)]
        once = made[tuple(map(slice, held))]
        return torch.empty_permuted(held, layout, dtype=dtype, device=self.device).copy_(once).expand(sizes)

    def dtype(self, dtype: DType) -> torch.dtype:
        return getattr(torch, self.dtypes.get(dtype.name, dtype.members[0]))

    def special(self, value: Value) -> Any:
        match value:
            case Module():
                return self.module(value)
            case torch.device():
                return self.device
            case torch.dtype() | torch.memory_format() | torch.layout():
                return value
            case _:
                raise NotProbeableError(type(value).__name__)

    def module(self, spec: Module) -> Any:
        cls = library.resolve(spec.path)
        if library.is_distribution_class(cls) and cls is not None:
            given = {name: self.make(value) for name, value in spec.kwargs if name != "validate_args"}
            return cls(*map(self.make, spec.args), **given, validate_args=False)  # validating looks at values
        at_sizes = substitute(spec, {symbol: Dim.of(size) for symbol, size in self.witness.sizes.items()})
        on_meta = _TensorMaker(self.witness, self.dtypes, META, self.module_dtype)
        try:
            return modules.build(at_sizes, on_meta.make, self.device, self.module_dtype)
        except modules.CannotBuildError as error:
            raise NotProbeableError(str(error)) from error


def _leaf(result: Any, sizes: list[int]) -> Layout | None:
    match result:
        case torch.Tensor():
            sizes += result.shape
            return Layout("tensor", rank=result.dim(), dtype=str(result.dtype).removeprefix("torch."))
        case torch.dtype():
            return Layout("value", value=result)
        case _:
            return None
