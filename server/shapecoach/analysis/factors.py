"""The order in which axes were merged: an axis remembers not only how large it is but how it was put together.

`(h d)` and `(d h)` have the same size and hold their elements in different places; nothing but this tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.patterns import read_pattern
from shapecoach.analysis.values import Value
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

_CUTS = frozenset({"view", "reshape", "flatten", "unflatten", "contiguous"})
_EINOPS = frozenset({"einops.rearrange", "einops.reduce", "einops.repeat"})


def with_factors(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], value: Value) -> Value:
    """The result of an operation, its merged axes knowing what they are made of."""
    tensor = next((arg for arg in args if isinstance(arg, Tensor)), None)
    if tensor is None or tensor.shape is None or tensor.shape.run is not None:
        return value
    if not isinstance(value, Tensor) or value.shape is None or value.shape.run is not None:
        return value
    if path.rpartition(".")[2] in _CUTS and "order" not in kwargs:
        return value.with_shape(_cut(tensor.shape, value.shape))
    if path in ("Tensor.repeat", "Tensor.tile", "torch.tile", "Tensor.repeat_interleave", "torch.repeat_interleave"):
        return value.with_shape(_repeated(path, tensor.shape, value.shape))
    if path in _EINOPS:
        return _merged_by_pattern(tensor.shape, args, kwargs, value)
    return value


def _cut(before: Shape, after: Shape) -> Shape:
    """Axes that swallowed several of the old ones, in the order those stood in."""
    parts = [factor for axis in before.axes if isinstance(axis, Axis) for factor in (axis.factors or (axis.dim,))]
    axes: list[Axis] = []
    for axis in after.axes:
        assert isinstance(axis, Axis)
        taken: list[Dim] = []
        size = Dim.of(1)
        while parts and size != axis.dim and axis.dim.exact_quotient(size * parts[0]) is not None:
            taken.append(parts.pop(0))
            size = size * taken[-1]
        if size != axis.dim:
            return after  # it is cut somewhere inside an axis: from here on nothing is certain
        kept = tuple(part for part in taken if part.constant != 1)
        axes.append(replace(axis, factors=kept if len(kept) > 1 else ()))
    return Shape(tuple(axes))


def _repeated(path: str, before: Shape, after: Shape) -> Shape:
    """Axes that hold their elements several times.

    `repeat` puts whole copies one after another, so that the copies are the outer factor; `repeat_interleave` puts
    each element's copies side by side, so that they are the inner one.
    """
    new = len(after.axes) - len(before.axes)
    axes = list(after.axes)
    for place, old in enumerate(before.axes):
        axis = axes[new + place] if new + place >= 0 else None
        if not isinstance(axis, Axis) or not isinstance(old, Axis) or axis.dim == old.dim or old.dim.constant == 1:
            continue
        times = axis.dim.exact_quotient(old.dim)
        if times is not None:
            own = old.factors or (old.dim,)
            inside = path.endswith("interleave")
            axes[new + place] = replace(axis, factors=(*own, times) if inside else (times, *own))
    return Shape(tuple(axes))


def _merged_by_pattern(before: Shape, args: Sequence[Value], kwargs: Mapping[str, Value], value: Tensor) -> Tensor:
    text = next((arg for arg in args if isinstance(arg, str)), "")
    pattern = read_pattern(text)
    if pattern is None or value.shape is None or len(pattern.output) != len(value.shape.axes):
        return value
    sizes = letter_sizes(before, pattern.inputs[0], kwargs)
    sizes.update({name: size for name, size in kwargs.items() if isinstance(size, Dim)})
    axes: list[Axis] = []
    for letters, axis in zip(pattern.output, value.shape.axes, strict=True):
        assert isinstance(axis, Axis)
        known = [sizes[letter] for letter in letters if letter in sizes]
        factors = tuple(known) if len(known) == len(letters) > 1 else ()
        axes.append(replace(axis, factors=factors if factors else axis.factors if len(letters) == 1 else ()))
    return value.with_shape(Shape(tuple(axes)))


def letter_sizes(shape: Shape, side: Sequence[tuple[str, ...]], lengths: Mapping[str, Value]) -> dict[str, Dim]:
    """The size of every name on the left of a pattern, as far as shape and lengths tell."""
    sizes: dict[str, Dim] = {}
    if len(side) != len(shape.axes):
        return sizes
    for letters, axis in zip(side, shape.axes, strict=True):
        if not isinstance(axis, Axis):
            continue
        given = {letter: size for letter in letters if isinstance(size := lengths.get(letter), Dim)}
        missing = [letter for letter in letters if letter not in given]
        if len(missing) == 1:
            rest: Dim | None = axis.dim
            for size in given.values():
                rest = rest.exact_quotient(size) if rest is not None else None
            if rest is not None:
                given[missing[0]] = rest
        elif len(letters) == len(axis.factors) and not given:
            given = dict(zip(letters, axis.factors, strict=True))
        sizes.update(given)
    return sizes
