"""The sizes of an object, by name: what `d_model` means in the annotations of its methods."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import (
    Class,
    Dictionary,
    Function,
    Guess,
    Instance,
    Listing,
    Mapped,
    MaybeNone,
    Value,
)  # fmt: skip
from shapecoach.analysis.walk import Origin, Walk
from shapecoach.probe.arguments import Seq, symbols_of
from shapecoach.shapes.dim import Dim, Kind, Symbol


def as_size(value: Value) -> Dim | None:
    """An attribute as a size, if it is one."""
    return value.dim if isinstance(value, Guess) else value if isinstance(value, Dim) else None


def size_called(instance: Instance, name: str) -> Dim | None:
    """The size that a name means for an object: its attribute, or an int it was made with."""
    if name in instance.attributes:
        return as_size(instance.attributes[name])
    return instance.sizes.get(name)


def sizes_of(instance: Instance) -> dict[str, Dim]:
    """The sizes that have a name for an object: ints it was made with, its attributes, and those of its config.

    A name that means several is left out.
    """
    found: dict[str, set[Dim | None]] = {}
    configs = [held for held in instance.attributes.values() if isinstance(held, Instance) and not held.cls.is_module]
    for held in (instance, *configs):
        attributes = ((name, as_size(value)) for name, value in held.attributes.items())
        for name, size in (*held.sizes.items(), *(one for one in attributes if one[1] is not None)):
            found.setdefault(name, set()).add(size)
    alone = {name: next(iter(sizes)) for name, sizes in found.items() if len(sizes) == 1}
    return {name: size for name, size in alone.items() if size is not None}


def note_constructor_sizes(
    instance: Instance, init: Function, given: Mapping[str, tuple[Value, ast.expr | None]]
) -> None:
    """Remember the ints that a constructor of the object, or of one of its bases, is called with."""
    from shapecoach.analysis.functions import rebound_in

    rebound = rebound_in(init.node)
    for name, (value, _) in given.items():
        size = as_size(value)
        if size is not None and name not in rebound and instance.sizes.setdefault(name, size) != size:
            instance.sizes[name] = None


def join_own_sizes(walk: Walk, instance: Instance | None) -> None:
    """Let `d_model` in a method's annotations be the same size as the object's own `d_model`.

    The axis is rigid inside the method; the object's size, which is open, gives way to it.  So does any that another
    method's annotations name: the axes of a class are as different as its author calls them.
    """
    if instance is None:
        return
    spoken_of = axis_words(instance.cls)
    places = _constructor_places(instance.cls)
    for symbol in sorted(open_sizes(instance), key=lambda symbol: symbol.sort_key):
        if symbol in walk.bindings.replacements:
            continue
        rigid = walk.axis_names.get(symbol.name)
        if rigid is None and symbol.name in spoken_of:
            own = Symbol(symbol.name, Kind.RIGID, walk.scope)
            rigid = walk.axis_names[symbol.name] = Dim.of(own)
            if symbol.name in places:
                walk.origins[own] = places[symbol.name]
        if rigid is not None and symbol not in rigid.symbols():
            walk.bindings = walk.bindings.join({symbol: walk.bindings.resolve(rigid)})
    for name, value in instance.attributes.items():
        size, axis = as_size(value), walk.axis_names.get(name)
        if size is None or axis is None or axis.symbol is None or size.symbol is not None:
            continue
        size = walk.bindings.resolve(size)
        if axis.symbol not in size.symbols():
            walk.bindings = walk.bindings.join({axis.symbol: size})
            walk.spellings[size] = name


def join_axes_of(walk: Walk, held: Instance) -> None:
    """Let the axes of an object that was passed in be the function's own axes of the same names."""
    for symbol in sorted(held.axes, key=lambda symbol: symbol.sort_key):
        own = walk.axis_names.get(symbol.name)
        if own is not None:
            walk.bindings = walk.bindings.join({symbol: walk.bindings.resolve(own)})


def open_sizes(instance: Instance) -> frozenset[Symbol]:
    """The open sizes that an object is made of, those of other modules inside it left out."""
    values = (*instance.attributes.values(), *instance.sizes.values())
    return frozenset(symbol for symbol in symbols_within(values) if symbol.kind is Kind.OPEN)


def symbols_within(values: Iterable[Value]) -> set[Symbol]:
    """The symbols in values and in the plain data that they hold; not those of other modules."""
    found: set[Symbol] = set()
    seen: set[int] = set()  # dataclasses hold each other, in a round even: each is looked into once
    waiting = list(values)
    while waiting:
        match waiting.pop():
            case Instance(cls=cls, attributes=attributes) as held if cls.is_dataclass:
                if id(held) not in seen:
                    seen.add(id(held))
                    waiting += attributes.values()
            case Guess(dim=dim):
                found |= dim.symbols()
            case Listing(item=item) | Dictionary(item=item) | MaybeNone(value=item):
                waiting.append(item)
            case Mapped(items=pairs):
                waiting += (item for _, item in pairs)
            case Seq(items=items):
                waiting += items
            case value:
                found |= symbols_of(value)
    return found


def axis_words(cls: Class) -> frozenset[str]:
    """The words that stand in the shapes which a class' annotations speak of, its bases' included."""
    words = set(_words(cls.node))
    for base in cls.bases:
        if isinstance(base, Class):
            words |= axis_words(base)
    return frozenset(words)


def _words(node: ast.ClassDef) -> Iterator[str]:
    for annotation in _annotations(node):
        for part in nodes(annotation):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from re.findall(r"(?<![\w*#.])[A-Za-z]\w*|(?<=self\.)\w+", part.value)


def _annotations(node: ast.ClassDef) -> Iterator[ast.expr]:
    """The annotations of a class' fields, of its methods' signatures, and within its constructor.

    What the constructor's own signature calls the axes of a tensor it is given says nothing to the methods: whoever
    makes the object chooses one that suits what the methods are called with.
    """
    for statement in node.body:
        is_constructor = isinstance(statement, ast.FunctionDef) and statement.name == "__init__"
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and not is_constructor:
            arguments = statement.args
            every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            yield from (argument.annotation for argument in every if argument.annotation is not None)
            if statement.returns is not None:
                yield statement.returns
        for part in nodes(statement) if is_constructor else (statement,):
            if isinstance(part, ast.AnnAssign):
                yield part.annotation


def _constructor_places(cls: Class) -> Mapping[str, Origin]:
    """Where the constructor names its ints."""
    from shapecoach.analysis.functions import parameters

    init: Function | None = cls.find("__init__")
    if init is None or isinstance(init.node, ast.Lambda):
        return {}
    return {
        parameter.arg: Origin(
            f"an int of `{init.qualname}`", init.module.source.range(parameter), init.module.told_path
        )
        for parameter, _ in parameters(init.node)
    }
