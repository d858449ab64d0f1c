"""What an einops pattern tells of tensors that nothing was known of: `rearrange(x, "b n (h d) -> b h n d", h=8)`.

As with `b, n, d = x.shape`, no size is found wrong because of it.  The sizes are open, and shown by the names that the
pattern gives them where those say nothing else in the function.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from shapecoach.analysis.learned import MOST_AXES, learn, place_of, take_for_tensor
from shapecoach.analysis.own_sizes import as_size
from shapecoach.analysis.pattern_pieces import Piece, axes_of, split
from shapecoach.analysis.values import Guess, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Unknown
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

TELLING = frozenset({"einops.rearrange", "einops.reduce", "einops.repeat", "einops.einsum", "torch.einsum"})


def told_by_pattern(walk: Walk, operation: Operation) -> Operation:
    """The operation, its tensors of unknown shape having the one that its pattern says."""
    if walk.source.unread:
        return operation  # it may be known as soon as that line is whole, by other names
    pattern, tensors = _read(operation)
    left, arrow, _ = pattern.partition("->")
    sides = split(left, ",")
    if not arrow or len(sides) != len(tensors) or not any(_is_unknown(operation.args[at]) for at in tensors):
        return operation
    args, lengths = list(operation.args), ((name, as_size(value)) for name, value in operation.kwargs)
    sizes = {name: size for name, size in lengths if size is not None}
    axes = [axes_of(side, one_letter_each=operation.path == "torch.einsum") for side in sides]
    for pieces, at in zip(axes, tensors, strict=True):
        _note_known(pieces, walk.bindings.resolve(args[at]), sizes)
    nodes = iter(operation.operands)
    for pieces, at in zip(axes, tensors, strict=True):
        shape = _shape(walk, pieces, sizes, operation.node) if _is_unknown(args[at]) else None
        operand = next(nodes, None) if _has_a_node(args[at]) else None
        args[at] = args[at] if shape is None else _told(walk, args[at], shape, operand)
    return replace(operation, args=tuple(args))


def _read(operation: Operation) -> tuple[str, range]:
    """The pattern, and which of the arguments are tensors; no pattern where it isn't written there."""
    args, last = operation.args, len(operation.args) - 1
    if operation.path == "torch.einsum":
        pattern, tensors = args[0] if args else None, range(1, len(args))
    elif operation.path == "einops.einsum":
        pattern, tensors = args[last] if args else None, range(last)
    else:
        pattern, tensors = args[1] if last > 0 else dict(operation.kwargs).get("pattern"), range(1)
    return (pattern, tensors) if isinstance(pattern, str) else ("", range(0))


def _is_unknown(value: Value) -> bool:
    return isinstance(value, Unknown | Guess) or (isinstance(value, Tensor) and value.shape is None)


def _has_a_node(value: Value) -> bool:
    """Whether an argument is a tensor, and its node one of the operation's operands."""
    return isinstance(value, Tensor) or (isinstance(value, MaybeNone) and isinstance(value.value, Tensor))


def _note_known(axes: Sequence[Piece], tensor: Value, sizes: dict[str, Dim]) -> None:
    """The sizes that the names of one side have, where its tensor is known."""
    dims = tensor.shape.dims if isinstance(tensor, Tensor) and tensor.shape is not None else None
    if dims is not None and len(dims) == len(axes):
        for axis, dim in zip(axes, dims, strict=True):
            if axis.text.isidentifier():
                sizes.setdefault(axis.text, dim)


def _shape(walk: Walk, pieces: Sequence[Piece], sizes: dict[str, Dim], node: ast.expr) -> Shape | None:
    """The shape that one side of a pattern says, new names becoming open sizes; None where it says too little."""
    axes: list[Dim] = []
    for piece in pieces:
        size = Dim.of(1)
        for part in piece.parts():
            if not part.text.isidentifier() and part.text != "1":
                return None
            size *= _size(walk, part.text, sizes, node) if part.text != "1" else 1
        axes.append(size)
    return Shape.of(*axes) if len(axes) <= MOST_AXES else None


def _size(walk: Walk, name: str, sizes: dict[str, Dim], node: ast.expr) -> Dim:
    if name not in sizes:
        size = sizes[name] = Dim.of(Symbol(f"?{name}", Kind.OPEN, f"{place_of(walk, node)}:{name}"))
        _call(walk, size, name)
    return sizes[name]


def keep_names(walk: Walk, inner: Walk) -> None:
    """Let sizes that a pattern named in a call go by those names in the caller too, where they say nothing else."""
    for name, size in inner.pattern_names.items():
        _call(walk, size, name)


def _call(walk: Walk, size: Dim, name: str) -> None:
    """Show a size by a name, unless that says something else in the function, or did on another way through it."""
    says_something = name in walk.env or name in walk.axis_names or name in walk.spellings.values()
    if not walk.quiet and not says_something and walk.pattern_names.setdefault(name, size) == size:
        walk.spellings[size] = name


def _told(walk: Walk, value: Value, shape: Shape, operand: ast.expr | None) -> Value:
    if isinstance(operand, ast.Name) and learn(walk, operand, shape):
        return walk.env[operand.id]
    if isinstance(value, Tensor):
        return value.with_shape(shape)
    return Tensor(shape) if take_for_tensor(walk, shape) else value
