"""Names that a function gives to something of its own: there they can't say how long an axis is.

A helper is called with `x`, which is `(batch, i)`, and counts `for i, row in enumerate(x)`: that `row` is `(i,)` would
be read as something else.  Where a function's own annotations name the axis, they say what the name means, as with
jaxtyping.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import FunctionNode, own_parts


@lru_cache(maxsize=1024)
def names_of_its_own(function: FunctionNode) -> frozenset[str]:
    """The names that a function binds and that none of its annotations speaks of as axes."""
    spec = function.args
    bound = {parameter.arg for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}
    bound.update(part.id for part in own_parts(function) if isinstance(part, ast.Name) and _is_bound(part))
    return frozenset(bound - {word for text in _texts(function) for word in re.findall(r"[A-Za-z_]\w*", text)})


def _is_bound(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


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
