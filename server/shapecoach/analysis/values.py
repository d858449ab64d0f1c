"""What the interpreter knows beyond tensors and sizes: functions, classes, instances, library names, types.

Together with the probes' vocabulary (`shapecoach.probe.arguments`) these are all the values an expression can have.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shapecoach.analysis.declared_types import TYPES, CallableType
from shapecoach.analysis.said import says_all, says_shapes
from shapecoach.analysis.tree import children, nodes
from shapecoach.probe.arguments import Listing, Seq, Value, map_value
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.context import ModuleContext

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, slots=True)
class Library:
    """A name of an imported library, by its true path: `torch.nn.functional.relu`."""

    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import statement binds a name to: looked up in the other module whenever the name is used.

    `from ..module import name`, where `level` counts the dots; without a name it is the module itself, or the package
    `above` it (`import a.b` binds `a`).
    """

    module: str
    level: int = 0
    name: str = ""
    above: int = 0


@dataclass(frozen=True, slots=True)
class ImportedModule:
    """A module of the workspace, by its path without `.py` or `/__init__.py`."""

    place: Path


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that nobody described: a size, if it is used as one.

    It is what an object holds (`cfg.d_model`), or `is_passed`, the argument of a function that may just as well be
    given a tensor; so may then what is computed of it.  `hangs_on` are the sizes that it was computed of: it is a
    number if they are, and no whole one if it `is_fraction`.
    """

    dim: Dim
    is_passed: bool = False
    is_fraction: bool = False
    hangs_on: frozenset[Symbol] = frozenset()

    @classmethod
    def of(cls, symbol: Symbol, *, is_passed: bool = False) -> Guess:
        return cls(Dim.of(symbol), is_passed, hangs_on=frozenset({symbol}))

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Guess:
        """What is as long as an axis is a number; under another name it is what it was."""
        sizes = (replacements.get(symbol, Dim.of(symbol)) for symbol in self.hangs_on)
        renamed = frozenset(s for size in sizes for s in size.symbols() if s.kind is Kind.OPEN)
        return replace(self, dim=self.dim.substitute(replacements), hangs_on=renamed)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A dict with known string keys."""

    items: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dict whose keys aren't known, all of whose values are like `item`."""

    item: Value


@dataclass(frozen=True, slots=True)
class MaybeNone:
    """A value that may be None instead."""

    value: Value


@dataclass(frozen=True, slots=True)
class TensorMethod:
    """A method looked up on a tensor, `x.view`."""

    tensor: Tensor
    name: str


@dataclass(frozen=True, slots=True)
class HeldMethod:
    """A method looked up on the list or dict at a place: `xs.append`, `self.blocks.append`, `rows[0].append`."""

    place: ast.Name | ast.Attribute | ast.Subscript
    name: str


RESHAPING = frozenset("unsqueeze_ squeeze_ t_ transpose_ swapaxes_ swapdims_ resize_ resize_as_ set_ swap_".split())
"""Methods that give a tensor another shape in place."""


def own_parts(function: FunctionNode) -> Iterator[ast.AST]:
    """The parts of a function's body that are not those of a function or class in it."""
    waiting: list[ast.AST] = list(function.body) if isinstance(function.body, list) else [function.body]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += children(part)


@dataclass(frozen=True, eq=False, repr=False)
class Function:
    """A function of the user's, with the names that were around it.

    `wrapper` is what its decorators put in its place, where they don't leave it as it is.
    """

    node: FunctionNode
    qualname: str
    closure: Mapping[str, Value]
    module: ModuleContext
    cls: Class | None = None
    decorators: frozenset[str] = frozenset()
    wrapper: Value = None

    @property
    def is_annotated(self) -> bool:
        """Whether its return annotation says something of what a call gives."""
        return not isinstance(self.node, ast.Lambda) and self.node.returns is not None

    @cached_property
    def speaks_for_itself(self) -> bool:
        """Whether walking it tells more than any call does: in the names of its own sizes, which callers don't know."""
        spec = self.node.args
        given = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs][self.cls is not None :]
        return self.is_constructor or (bool(given) and all(says_shapes(parameter.annotation) for parameter in given))

    @cached_property
    def is_generator(self) -> bool:
        return any(isinstance(part, ast.Yield | ast.YieldFrom) for part in own_parts(self.node))

    @cached_property
    def reshapes(self) -> bool:
        """Whether it gives some tensor another shape in place, which its caller may hold as well."""
        return any(isinstance(part, ast.Attribute) and part.attr in RESHAPING for part in nodes(self.node))

    @property
    def says_all(self) -> bool:
        """Whether its return annotation says all that a caller can know."""
        return not isinstance(self.node, ast.Lambda) and says_all(self.node.returns)

    @property
    def scope(self) -> str:
        """What keeps its sizes apart from those of other functions."""
        return self.module.prefix + self.qualname

    @property
    def is_constructor(self) -> bool:
        return self.cls is not None and not isinstance(self.node, ast.Lambda) and self.node.name == "__init__"


@dataclass(frozen=True, eq=False, repr=False)
class Class:
    """A class of the user's."""

    node: ast.ClassDef
    qualname: str
    bases: tuple[Value, ...]
    methods: Mapping[str, Function]
    attributes: Mapping[str, Value]
    fields: Mapping[str, tuple[ast.expr, ast.expr | None]]
    closure: Mapping[str, Value]
    module: ModuleContext
    is_dataclass: bool = False

    @property
    def scope(self) -> str:
        """What keeps its sizes apart from those of other classes."""
        return self.module.prefix + self.qualname

    def find(self, name: str) -> Function | None:
        """A method of this class or of the nearest base that has it."""
        if name in self.methods:
            return self.methods[name]
        for base in self.bases:
            if isinstance(base, Class) and (found := base.find(name)) is not None:
                return found
        return None

    @property
    def is_named_tuple(self) -> bool:
        return any(isinstance(base, Library) and base.name == "NamedTuple" for base in self.bases)

    @property
    def is_typed_dict(self) -> bool:
        """Whether its objects are dicts that have all its fields for keys."""
        bases = [base.path for base in self.bases if isinstance(base, Library)]
        return bases in (["typing.TypedDict"], ["typing_extensions.TypedDict"]) and not self.node.keywords

    @property
    def is_module(self) -> bool:
        return any(
            base.is_module if isinstance(base, Class) else isinstance(base, Library) and base.path == "torch.nn.Module"
            for base in self.bases
        )

    @property
    def is_understood(self) -> bool:
        """Whether every base is one whose behaviour is known."""
        return all(
            base.is_understood if isinstance(base, Class)
            else isinstance(base, Library) and base.path in ("torch.nn.Module", "builtins.object", "typing.NamedTuple")
            for base in self.bases
        )  # fmt: skip


@dataclass(eq=False, repr=False)
class Instance:
    """An object of a class of the user's.  `attributes` fill up while `__init__` is walked.

    `is_kept` says that an imported module keeps it for later analyses, so that what another assigns is noted elsewhere
    (`ModuleContext.changed`).
    `sizes` are the ints that it was made with, by the names of `__init__`'s parameters; None where two constructors of
    its bases were given different ones under one name.  `axes` are the sizes that only the annotations of its tensors
    name.
    """

    cls: Class
    attributes: dict[str, Value] = field(default_factory=dict[str, Value])
    is_kept: bool = False
    sizes: dict[str, Dim | None] = field(default_factory=dict[str, Dim | None])
    axes: frozenset[Symbol] = frozenset()

    def copy(self) -> Instance:
        """An object of its own with the same attributes."""
        return Instance(self.cls, dict(self.attributes), sizes=dict(self.sizes), axes=self.axes)

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> None:
        """Replace symbols in everything that the object is made of."""
        self.attributes = {name: substituted(value, replacements) for name, value in self.attributes.items()}
        self.sizes = {name: size and size.substitute(replacements) for name, size in self.sizes.items()}


@dataclass(frozen=True, slots=True)
class BoundMethod:
    instance: Instance
    function: Function


@dataclass(frozen=True, slots=True)
class Partial:
    """functools.partial."""

    function: Value
    args: tuple[Value, ...]
    kwargs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Callback:
    """A function that was passed in, of which only the declared type is known."""

    type: CallableType


def as_dim(value: Value) -> Dim | None:
    """The value as a size, if it can be one."""
    match value:
        case Dim():
            return value
        case Guess():
            return value.dim
        case MaybeNone(value=inner):
            return as_dim(inner)
        case _:
            return None


def substituted(value: Value, replacements: Mapping[Symbol, Dim]) -> Value:
    """The value with symbols replaced in every tensor and size of it, whatever holds them but objects."""

    def change(leaf: Value) -> Value:
        return leaf.substitute(replacements) if isinstance(leaf, Dim | Tensor | Guess) else leaf

    if not replacements:
        return value
    return change(value) if isinstance(value, Dim | Tensor) else mapped(value, change)


def mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with `change` applied to its leaves, those in dicts and in what may be None as well."""

    def change_within(leaf: Value) -> Value:
        match leaf:
            case Dictionary(item=item):
                return Dictionary(mapped(item, change))
            case MaybeNone(value=inner):
                return MaybeNone(mapped(inner, change))
            case Mapped(items=pairs):
                return Mapped(tuple((key, mapped(item, change)) for key, item in pairs))
            case _:
                return change(leaf)

    return map_value(value, change_within)


DECLARED = (*TYPES, Class)
"""All that an annotation may declare."""


__all__ = [
    "DECLARED",
    "BoundMethod",
    "Callback",
    "Class",
    "Dictionary",
    "Function",
    "FunctionNode",
    "Guess",
    "HeldMethod",
    "Imported",
    "ImportedModule",
    "Instance",
    "Library",
    "Listing",
    "Mapped",
    "MaybeNone",
    "Partial",
    "Seq",
    "TensorMethod",
    "Value",
]  # fmt: skip
