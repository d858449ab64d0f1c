"""Follows tensors through the statements of a function, in order; of branches, each may have been the one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shapecoach.analysis.model import Fact, Range
from shapecoach.flow.known import Dims, Function, Known, Scope
from shapecoach.flow.operations import SIGNS, is_about_a_tensor, label_of, shortened

Ids = tuple[int, ...]
LONGEST_TEXT = 120
LONGEST_NAME = 28
LONGEST_CHAIN = 36


class Role(StrEnum):
    """What a tensor is to its function."""

    INPUT = "input"  # a parameter, a weight, what is made of nothing
    VALUE = "value"
    RESULT = "result"  # what it returns


@dataclass(slots=True)
class Made:
    """One tensor, while the graph is made: what it is made of, and what that is called."""

    name: str
    dims: Dims | None
    place: Range
    text: str
    label: str = ""
    sources: Ids = ()
    role: Role = Role.VALUE
    is_folded: bool = False  # into what is made of it
    is_named: bool = True  # otherwise the name is only what is written there


@dataclass(slots=True)
class Following:
    """The tensors so far, and which of them each name may stand for."""

    made: list[Made] = field(default_factory=list[Made])
    names: dict[str, Ids] = field(default_factory=dict[str, Ids])


def follow(scope: Scope, known: Known) -> Following:
    """All tensors of a function's own statements."""
    follower = _Follower(known)
    if isinstance(scope, Function):
        spec = scope.args
        for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
            fact = known.bound(parameter)
            if fact is not None:
                follower.names[parameter.arg] = (follower.input(fact, parameter.arg),)
    follower.block(scope.body)
    return Following(follower.made, follower.names)


class _Follower:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.made: list[Made] = []
        self.names: dict[str, Ids] = {}

    # -- statements -----------------------------------------------------------------------------------

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=[first, *others], value=value):
                self._assign(first, value)
                for other in others:  # what is there already gets one more name
                    self._give(other, self._named(first))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value)
            case ast.AugAssign(target=target, value=value):
                before = self._named(target)
                self._bind(target, _union(before, self._value(value)), f"{SIGNS[type(node.op)]}=", node)
            case ast.Return(value=ast.expr() as value) | ast.Expr(value=ast.Yield(value=ast.expr() as value)):
                self._return(value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend"))):
                self.names[name] = _union(self.names.get(name, ()), self._within(node.value))
            case ast.If(body=body, orelse=orelse):
                self._branches([body, orelse])
            case (
                ast.For(target=target, body=body, orelse=orelse) | ast.AsyncFor(target=target, body=body, orelse=orelse)
            ):
                self._bind(target, self._value(node.iter), "for", node.iter)
                self._branches([[*body, *orelse], []])
            case ast.While(body=body, orelse=orelse):
                self._branches([[*body, *orelse], []])
            case ast.With(body=body) | ast.AsyncWith(body=body):
                self.block(body)
            case ast.Try():
                self.block(node.body)
                self._branches([[*node.orelse], *(handler.body for handler in node.handlers)])
                self.block(node.finalbody)
            case ast.Match(cases=cases):
                self._branches([*(case.body for case in cases), []])
            case _:
                pass

    def _branches(self, blocks: Sequence[Sequence[ast.stmt]]) -> None:
        before = dict(self.names)
        ends: list[Mapping[str, Ids]] = []
        for block in blocks:
            self.names = dict(before)
            self.block(block)
            if not (block and isinstance(block[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)):
                ends.append(self.names)
        self.names = {name: _union(*(end.get(name, ()) for end in ends)) for name in dict.fromkeys(_names(ends))}

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case (
                (ast.Tuple(elts=targets) | ast.List(elts=targets)),
                (ast.Tuple(elts=values) | ast.List(elts=values)),
            ) if len(targets) == len(values):
                ids = [self._value(one) for one in values]  # all of them before any name is bound
                for one, made in zip(targets, ids, strict=True):
                    self._give(one, made)
            case ((ast.Tuple() | ast.List()), _):
                self._bind(target, self._within(value), label_of(value, self.known), value)
            case _:
                self._give(target, self._value(value))

    def _give(self, target: ast.expr, ids: Ids) -> None:
        """A name for what was made; a tensor that has one already keeps it."""
        name = self.known.source.segment(target)
        fact = self.known.bound(target)
        if fact is not None and len(ids) == 1:
            made = self.made[ids[0]]
            if not made.name or not made.is_named:
                made.name, made.place, made.is_named = name, fact.range, True
        self.names[name] = ids

    def _bind(self, target: ast.expr, sources: Ids, label: str, node: ast.AST) -> None:
        """A tensor for each name of a target, made of the same."""
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self._bind(part, sources, label, node)
            return
        name, fact = self.known.source.segment(target), self.known.bound(target)
        if fact is None:
            self.names[name] = ()
            return
        self.names[name] = (self._made(Made(name, fact.dims, fact.range, self._text(node), label, sources)),)

    def _return(self, value: ast.expr) -> None:
        for part in value.elts if isinstance(value, ast.Tuple | ast.List) else [value]:
            for number in self._value(part):
                self.made[number].role = Role.RESULT
                self.made[number].name = self.made[number].name or "return"

    # -- expressions ----------------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> Ids:
        """The tensors that an expression gives: itself, or those that it holds."""
        fact = self.known.fact(node)
        if fact is not None:
            return self._tensor(node, fact)
        match node:
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.Tuple() | ast.List() | ast.Set() | ast.Dict() | ast.ListComp() | ast.GeneratorExp():
                return self._within(node)
            case ast.Subscript(value=value):
                return self._value(value)
            case _:
                return ()

    def _tensor(self, node: ast.expr, fact: Fact) -> Ids:
        if isinstance(node, ast.NamedExpr):
            self._assign(node.target, node.value)
            return self._named(node.target)
        is_name = isinstance(node, ast.Name | ast.Attribute)
        if is_name and (known := self._named(node)):
            return known
        sources = self._within(node)
        if sources:
            label = label_of(node, self.known)
            return (self._made(Made("", fact.dims, fact.range, self._text(node), label, sources)),)
        text = self.known.source.segment(node)
        number = self.input(fact, text if is_name else shortened(text, LONGEST_NAME))
        if is_name:
            self.names[text] = (number,)
        self.made[number].is_named = is_name
        return (number,)

    def _within(self, node: ast.AST) -> Ids:
        """The outermost tensors in an expression, and those that the names in it hold."""
        return _union(*self._parts(node))

    def _parts(self, node: ast.AST) -> Iterator[Ids]:
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.expr) and (fact := self.known.fact(part)) is not None:
                yield self._tensor(part, fact)
            elif isinstance(part, ast.Name) and part.id in self.names:
                yield self.names[part.id]
            elif not is_about_a_tensor(part):
                yield from self._parts(part)

    def _named(self, node: ast.expr) -> Ids:
        return self.names.get(self.known.source.segment(node), ())

    # -- nodes ----------------------------------------------------------------------------------------

    def input(self, fact: Fact, name: str) -> int:
        self.made.append(Made(name, fact.dims, fact.range, name, role=Role.INPUT))
        return len(self.made) - 1

    def _made(self, one: Made) -> int:
        """A new node.  What has no name and goes into it alone, its shape the same before or after, is left out."""
        if len(one.sources) == 1:
            before = self.made[one.sources[0]]
            chain = f"{before.label} → {one.label}"
            keeps = before.dims == one.dims or [self.made[number].dims for number in before.sources] == [before.dims]
            if not before.name and before.role is Role.VALUE and keeps and len(chain) <= LONGEST_CHAIN:
                before.is_folded = True
                one.label, one.sources = chain, before.sources
        self.made.append(one)
        return len(self.made) - 1

    def _text(self, node: ast.AST) -> str:
        return shortened(self.known.source.segment(node), LONGEST_TEXT)


def _union(*several: Ids) -> Ids:
    return tuple(dict.fromkeys(number for ids in several for number in ids))


def _names(ends: Sequence[Mapping[str, Ids]]) -> Iterator[str]:
    return (name for end in ends for name in end)
