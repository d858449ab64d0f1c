"""Data sets of tensors, and the batches that they are loaded in."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shapecoach.analysis.values import Listing, Value
from shapecoach.probe.arguments import UNKNOWN, Seq
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.walk import Walk

Kwargs = Mapping[str, Value]

_SAY_NO_SHAPE = frozenset(
    "shuffle sampler num_workers pin_memory timeout worker_init_fn multiprocessing_context generator prefetch_factor "
    "persistent_workers pin_memory_device in_order".split()
)


def _data_set(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`TensorDataset(x, y)`: pairs of their rows."""
    from shapecoach.analysis.assignment import any_item
    from shapecoach.analysis.lengths import length_of

    rows = tuple(any_item(arg) for arg in args)
    return Listing(Seq(rows), length_of(args[0])) if rows and all(isinstance(row, Tensor) for row in rows) else UNKNOWN


def _parts(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`random_split(data, [100, 20])`."""
    match args:
        case [Listing(item=item), Seq(items=lengths), *_]:
            sizes = [length if isinstance(length, Dim) else None for length in lengths]
            return Seq(tuple(Listing(item, size) for size in sizes), is_list=True)
        case _:
            return UNKNOWN


def _loader(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`DataLoader(data, batch_size=32)`: so many items at once, and at the end what is left, unless that is dropped."""
    from shapecoach.analysis.assignment import any_item
    from shapecoach.analysis.lengths import length_of

    given = {**dict(zip(("dataset", "batch_size"), args, strict=False)), **kwargs}
    if len(args) > 2 or not given.keys() - _SAY_NO_SHAPE <= {"dataset", "batch_size", "drop_last"}:
        return UNKNOWN
    data, size = given.get("dataset"), given.get("batch_size", Dim.of(1))
    item = any_item(data)
    items = item.items if isinstance(item, Seq) else (item,)
    rows = [(each, each.shape.axes) for each in items if isinstance(each, Tensor) and each.shape is not None]
    if not isinstance(size, Dim) or len(rows) < len(items):
        return UNKNOWN
    length = length_of(data)
    number = length.exact_quotient(size) if length is not None else None
    batch = Axis(size if number is not None or given.get("drop_last") is True else fresh_dim())
    batches = tuple(row.with_shape(Shape((batch, *axes))) for row, axes in rows)
    return Listing(Seq(batches, is_list=True) if isinstance(item, Seq) else batches[0], number)


RULES = {
    "torch.utils.data.TensorDataset": _data_set,
    "torch.utils.data.random_split": _parts,
    "torch.utils.data.DataLoader": _loader,
}
