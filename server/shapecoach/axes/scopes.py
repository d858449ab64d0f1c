"""Which axis names mean the same axis: those of one function, and those that a class or an alias joins."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MODULE = "<module>"


@dataclass(eq=False, slots=True)
class Scope:
    """The module, a class or a function."""

    name: str  # as facts name it
    node: Definition | None = None
    parent: Scope | None = None
    annotated: set[str] = field(default_factory=set[str])  # names in its annotations; of a class: in its fields'
    mentions: set[str] = field(default_factory=set[str])  # what its annotations speak of: aliases, classes

    @property
    def cls(self) -> Scope | None:
        """The class that it is a method of."""
        parent = self.parent
        return parent if parent is not None and isinstance(parent.node, ast.ClassDef) else None

    def inner(self, node: Definition) -> Scope:
        """The scope of a definition in this one."""
        outside = self.name if self.node is not None and not isinstance(node, ast.ClassDef) else ""
        return Scope(f"{outside}.{node.name}" if outside else node.name, node, self)


Key = tuple[Scope, str]


class Joined:
    """Names in scopes, those that mean one axis joined."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def root(self, key: Key) -> Key:
        while key in self._above:
            key = self._above[key]
        return key

    def join(self, one: Key, other: Key) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._above[one] = other


def joined(scopes: Iterable[Scope], aliases: dict[str, set[str]], module: Scope) -> Joined:
    """What means one axis.

    A name is a function's own.  In a class, a name in the annotation of a field is the class' axis in every method,
    and so is one that several methods' annotations name; a subclass has its bases' axes.  Whose annotation speaks of
    an alias (`Image = Float[Tensor, "c h w"]`) or of a class has the axes of these.
    """
    made = Joined()
    scopes = list(scopes)
    classes = {scope.name: scope for scope in scopes if isinstance(scope.node, ast.ClassDef)}
    annotated = {cls: set(cls.annotated) for cls in classes.values()}
    for cls in classes.values():
        annotated[cls] |= {name for base in _bases(cls, classes) for name in annotated[base]}
    for cls in classes.values():
        for base in _bases(cls, classes):
            for name in annotated[cls] | annotated[base] | _of_methods(base, scopes):
                made.join((cls, name), (base, name))
    for scope in scopes:
        if scope.cls is not None:
            for name in scope.annotated | annotated.get(scope.cls, scope.cls.annotated):
                made.join((scope, name), (scope.cls, name))
        for mention in scope.mentions:
            for name in aliases.get(mention, ()):
                made.join((scope, name), (module, name))
            if mention in classes and classes[mention] not in (scope, scope.cls):
                for name in annotated[classes[mention]]:
                    made.join((scope, name), (classes[mention], name))
    return made


def _bases(cls: Scope, classes: dict[str, Scope]) -> Iterator[Scope]:
    """The classes of this file that a class inherits from, nearest first."""
    waiting, seen = [cls], {cls.name}
    for found in waiting:  # which grows
        assert isinstance(found.node, ast.ClassDef)
        for base in found.node.bases:
            if isinstance(base, ast.Name) and base.id in classes and base.id not in seen:
                seen.add(base.id)
                waiting.append(classes[base.id])
                yield classes[base.id]


def _of_methods(cls: Scope, scopes: Iterable[Scope]) -> set[str]:
    return {name for scope in scopes if scope.cls is cls for name in scope.annotated}
