"""Names that a function gives to something of its own: there they can't say how long an axis is.

A helper is called with `x`, which is `(batch, i)`, and counts `for i, row in enumerate(x)`: that `row` is `(i,)` would
be read as something else.  Where a function's own annotations name the axis, they say what the name means, as with
jaxtyping: a size that is another's `d` outside is shown in their words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import FunctionNode, Guess, Instance, own_parts
from shapecoach.probe.arguments import Unknown
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.walk import Walk


def unless_misleading(walk: Walk, tensor: Tensor, dims: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The axes as spelled, but for those whose name the function gives to something else."""
    own = names_of_its_own(walk.function) if walk.function is not None else frozenset[str]()
    if dims is None or tensor.shape is None or not (own or walk.axis_names or walk.instance):
        return dims
    configs = _configs_of(walk.instance)
    return tuple(
        _in_its_own_words(walk, axis.dim)
        if isinstance(axis, Axis) and _would_mislead(walk, axis.dim, own, configs)
        else text
        for axis, text in zip(tensor.shape.axes, dims, strict=True)
    )


def _would_mislead(walk: Walk, dim: Dim, own: Collection[str], configs: Sequence[Instance]) -> bool:
    """Whether a size that a dim is said with has the name of another axis, attribute or variable."""
    for symbol in dim.symbols():
        for named in (walk.axis_names.get(symbol.name), *_sizes_of_the_object(walk.instance, configs, symbol.name)):
            if named is not None and symbol not in (named.symbol, walk.bindings.resolve(named).symbol):
                return True
        if symbol.name not in own or symbol.name not in walk.env:
            continue
        held = walk.env[symbol.name]
        size = held.dim if isinstance(held, Guess) else walk.bindings.resolve(held)
        if isinstance(size, Unknown) or (isinstance(size, Dim) and size != Dim.of(symbol)):
            return True
    return False


def _sizes_of_the_object(instance: Instance | None, configs: Sequence[Instance], name: str) -> Iterator[Dim | None]:
    """What an object's method may mean by a name: `self.d_mlp`, its constructor's, or the number `self.cfg.d_mlp`.

    A config that says no number is shared by objects that all mean the same by the name.
    """
    from shapecoach.analysis.own_sizes import size_called

    if instance is not None:
        yield size_called(instance, name)
    for config in configs:
        size = size_called(config, name)
        yield size if size is not None and size.constant is not None else None


def _configs_of(instance: Instance | None) -> Sequence[Instance]:
    """The objects that an object holds, other than modules."""
    if instance is None:
        return ()
    return [held for held in instance.attributes.values() if isinstance(held, Instance) and not held.cls.is_module]


def _in_its_own_words(walk: Walk, dim: Dim) -> str:
    """What the function's own annotations call a size."""
    return next((name for name, own in walk.axis_names.items() if walk.bindings.resolve(own) == dim), "?")


@lru_cache(maxsize=1024)
def names_of_its_own(function: FunctionNode) -> frozenset[str]:
    """The names that a function binds and that none of its annotations speaks of as axes."""
    spec = function.args
    bound = {parameter.arg for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}
    bound.update(
        part.id for part in own_parts(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    )
    return frozenset(bound - {word for text in _texts(function) for word in re.findall(r"[A-Za-z_]\w*", text)})


def _texts(function: FunctionNode) -> Iterator[str]:
    """What a function's annotations say in strings, as jaxtyping's do."""
    spec = function.args
    annotations = [parameter.annotation for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    annotations += [extra.annotation for extra in (spec.vararg, spec.kwarg) if extra is not None]
    annotations += [None if isinstance(function, ast.Lambda) else function.returns]
    annotations += [part.annotation for part in own_parts(function) if isinstance(part, ast.AnnAssign)]
    for part in (part for annotation in annotations if annotation is not None for part in nodes(annotation)):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
