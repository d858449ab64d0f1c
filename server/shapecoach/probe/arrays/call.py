"""Calling NumPy once: a question and a witness in, a skeleton and its sizes out."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy

from shapecoach.probe import library
from shapecoach.probe.arguments import Value
from shapecoach.probe.arrays.cost import MOST_WORK, work
from shapecoach.probe.layout import OPAQUE, Layout, Raw, laid_out
from shapecoach.probe.making import Maker, NotProbeableError
from shapecoach.probe.question import LARGEST, Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dtype import MEMBERS, DType
from shapecoach.shapes.tensor import Framework, Tensor

_SAYS_SIZES = frozenset({"size", "ndim", "shape", "broadcast_shapes", "nbytes", "itemsize"})
"""The functions whose ints are sizes; any other int that NumPy gives is one that the elements say."""


def call(question: Question, witness: Witness, dtypes: Mapping[str, str]) -> Raw:
    """Call the operation at one witness.  Raises NotProbeableError, VanishingError, and whatever NumPy raises."""
    function = library.resolve(question.path)
    if function is None:
        raise NotProbeableError(question.path)
    if not question.only_looks and work(question, witness) > MOST_WORK:
        raise NotProbeableError("too large")
    maker = _ArrayMaker(witness, dtypes, question.only_looks, question.path.startswith("numpy.linalg."))
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        args = [maker.make(arg) for arg in question.args]
        kwargs = {name: maker.make(value) for name, value in question.kwargs}
        result = function(*args, **kwargs)
    raw = laid_out(result, _size_or_array if question.path.rpartition(".")[2] in _SAYS_SIZES else _array)
    if 0 in raw.sizes and question.is_computed and all(dim.constant != 0 for dim in (*question.axes, *question.ints)):
        raise NotProbeableError("nothing is left, so that it hangs on the elements how much is")
    return raw


@dataclass(frozen=True, slots=True)
class _ArrayMaker(Maker):
    """Makes NumPy's arrays: without memory where they are only looked at."""

    without_memory: bool = False
    well_posed: bool = False

    def tensor(self, value: Tensor, sizes: list[int]) -> Any:
        if value.framework is not Framework.NUMPY:
            raise NotProbeableError("a tensor of another library")
        dtype = numpy.dtype(self.dtypes.get(value.dtype.name, value.dtype.members[0]))
        # Indices must be zero to be in range; a zero where a float is meant (a weight) is refused more often.
        fill = dtype.type(dtype.kind in "fc")
        if not sizes:
            return fill  # what NumPy itself gives in place of an array without axes
        if self.without_memory:
            if prod(sizes) > LARGEST:
                raise NotProbeableError("too large")
            return numpy.broadcast_to(fill, sizes)
        if self.well_posed and len(sizes) > 1:  # a matrix that can be inverted and decomposed
            return numpy.broadcast_to(numpy.eye(*sizes[-2:], dtype=dtype), sizes)
        return numpy.full(sizes, fill)

    def special(self, value: Value) -> Any:
        if isinstance(value, DType):
            return numpy.dtype(value.members[0])
        raise NotProbeableError(type(value).__name__)


def _array(result: Any, sizes: list[int]) -> Layout | None:
    if isinstance(result, numpy.ndarray | numpy.generic):
        array: Any = result  # pyright: ignore[reportUnknownVariableType]  # its element type is anybody's
        sizes += array.shape
        return Layout("tensor", array.ndim, _dtype_name(array.dtype), framework=Framework.NUMPY)
    if isinstance(result, numpy.dtype):
        return Layout("value", value=DType(_dtype_name(result)))
    return OPAQUE if isinstance(result, int | str) and not isinstance(result, bool) else None


def _size_or_array(result: Any, sizes: list[int]) -> Layout | None:
    return None if isinstance(result, int) else _array(result, sizes)


def _dtype_name(dtype: Any) -> str:
    return str(dtype) if str(dtype) in MEMBERS["any"] else "any"
