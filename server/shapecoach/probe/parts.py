"""Operations that take a tensor apart: into how many parts they do so at given sizes."""

from __future__ import annotations

from collections.abc import Mapping

from shapecoach.probe.arguments import Value
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

MOST_MADE = 2**16
"""More of them take seconds and gigabytes, on meta as well: `x.flatten(0, 2).split(1)` at sizes that lie far apart."""

_ALONG = {"unbind": 1, "split": 2}
"""Where they take the axis that they go along."""


def parts(path: str, args: tuple[Value, ...], kwargs: Mapping[str, Value], witness: Witness) -> int:
    """Into how many parts an operation takes its tensor; 1 for any that doesn't, and where it can't be told."""
    name = path.rpartition(".")[2]
    tensor = args[0] if args else None
    if name not in _ALONG or not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.dims is None:
        return 1
    place = _ALONG[name]
    axis = args[place] if place < len(args) else kwargs.get("dim", Dim.of(0))
    number = axis.constant if isinstance(axis, Dim) else None
    dims = tensor.shape.dims
    if number is None or not -len(dims) <= number < len(dims):
        return 1
    size = witness.size(dims[number])
    if name == "unbind":
        return size
    each = args[1] if len(args) > 1 else kwargs.get("split_size", kwargs.get("split_size_or_sections"))
    return size // max(witness.size(each), 1) if isinstance(each, Dim) else 1
