"""Shapes in the user's words: the names of the axes, of variables, and of the class's sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shapecoach.probe.arguments import Unknown
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Symbol

if TYPE_CHECKING:
    from shapecoach.analysis.walk import Walk


def spelled(walk: Walk, shape: Shape) -> tuple[str, ...]:
    """A shape's axes; an unknown size goes by the name of the variable that holds it."""
    names = _names(walk)
    if any(symbol.is_nameless for symbol in shape.symbols()):
        sizes = {**_in_patterns(names), **_of_variables(walk)}
        words = _in_words(sizes)
        shape = shape.substitute(words)
        names = {**{size.substitute(words): name for name, size in sizes.items()}, **names}
    return walk.bindings.spelled(shape, names)


def _names(walk: Walk) -> Mapping[Dim, str]:
    """The sizes that go by a name of the program's, where no variable of that name holds another."""
    named = ((walk.bindings.resolve(size), name) for size, name in walk.spellings.items())
    return {size: name for size, name in named if _may_mean(walk, name, size)}


def _may_mean(walk: Walk, name: str, size: Dim) -> bool:
    held = walk.env.get(name)
    return not isinstance(held, Dim | Unknown) or walk.bindings.resolve(held) == size


def _of_variables(walk: Walk) -> Mapping[str, Dim]:
    """The sizes without a name that variables hold, where no axis goes by the variable's name."""
    held = ((name, walk.bindings.resolve(value)) for name, value in walk.env.items() if isinstance(value, Dim))
    return {name: size for name, size in held if name.strip("_") and name not in walk.axis_names and not size.has_name}


def _in_patterns(names: Mapping[Dim, str]) -> Mapping[str, Dim]:
    """The sizes without a name of their own that a pattern gave one."""
    return {name: size for size, name in names.items() if size.symbol is not None and size.symbol.is_nameless}


def _in_words(sizes: Mapping[str, Dim]) -> Mapping[Symbol, Dim]:
    """Nameless symbols in terms of variables: what a variable holds goes by its name, and so do parts of a product."""
    words: dict[Symbol, Dim] = {}
    for name, size in sizes.items():
        for symbol in size.symbols():
            rest = size.exact_quotient(Dim.of(symbol)) if symbol.is_nameless else None
            if rest is not None and rest.has_name:
                words.setdefault(symbol, Dim.of(Symbol(name)) // rest)
    return words
