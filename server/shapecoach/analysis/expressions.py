"""Expressions: from a node of the tree to a value.

Every kind of node has one function, found in a table; what is not in the table is unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from shapecoach.analysis import arrays, attributes, calls, indexing
from shapecoach.analysis.joining import join
from shapecoach.analysis.operations import operate
from shapecoach.analysis.operators import binary, bounded, guessed, opened, tensor_nodes
from shapecoach.analysis.places import Places
from shapecoach.analysis.used_as_numbers import settled
from shapecoach.analysis.values import (
    Dictionary,
    Function,
    Guess,
    Library,
    Listing,
    Mapped,
    MaybeNone,
    Value,
    as_dim,
)  # fmt: skip
from shapecoach.analysis.walk import State, Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Sizes, Slice, SomeBool, Unknown
from shapecoach.shapes.axis import Run
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

LARGEST_LITERAL = 2**62


def evaluate(walk: Walk, node: ast.expr) -> Value:
    """The value of an expression; UNKNOWN where it isn't understood."""
    budget = walk.reading.budget
    budget.spend(1)
    if budget.is_spent:
        return UNKNOWN
    function = _EVALUATORS.get(type(node))
    if function is None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                evaluate(walk, child)
        return UNKNOWN
    value = settled(function(walk, node), walk.numbers)
    if isinstance(value, Tensor) and not isinstance(node, ast.Name | ast.NamedExpr):
        walk.fact(walk.source.segment(node)[:60], value, node, binding=False)
    return value


def _constant(walk: Walk, node: ast.Constant) -> Value:
    match node.value:
        case None | bool() | str():
            return node.value
        case int() as number:
            return Dim.of(number) if abs(number) < LARGEST_LITERAL else UNKNOWN
        case float() as number:
            return Real(number)
        case _ if node.value is ...:
            return ...
        case _:
            return UNKNOWN


def _name(walk: Walk, node: ast.Name) -> Value:
    value = walk.lookup(node.id)
    if isinstance(value, Tensor):
        walk.fact(node.id, value, node, binding=False)
    return value


def _tuple(walk: Walk, node: ast.Tuple | ast.List) -> Value:
    items: list[Value] = []
    is_promised = False
    for element in node.elts:
        if isinstance(element, ast.Starred):
            spread = evaluate(walk, element.value)
            is_promised = is_promised or (isinstance(spread, Seq) and spread.is_promised)
            if not isinstance(spread, Seq | Sizes):
                return UNKNOWN if isinstance(node, ast.Tuple) else _listed(walk, node, spread)
            items += spread.parts if isinstance(spread, Sizes) else spread.items
        else:
            items.append(evaluate(walk, element))
    if any(isinstance(item, Run) for item in items):
        return Sizes(tuple(items))
    return bounded(Seq(tuple(items), is_list=isinstance(node, ast.List), is_promised=is_promised))


def _listed(walk: Walk, node: ast.List, spread: Value) -> Value:
    """`[*x]`, as many items as x has; of a list with more in it nobody says what they have in common."""
    from shapecoach.analysis.assignment import any_item
    from shapecoach.analysis.lengths import length_of

    if len(node.elts) > 1:
        for element in node.elts:
            evaluate(walk, element.value if isinstance(element, ast.Starred) else element)
        return Listing(UNKNOWN)
    return Listing(any_item(spread), length_of(spread))


def _dict(walk: Walk, node: ast.Dict) -> Value:
    items: dict[str, Value] = {}
    is_known = True
    for key, node_of_value in zip(node.keys, node.values, strict=True):
        value = evaluate(walk, node_of_value)
        if key is None and isinstance(value, Mapped):
            items.update(value.items)
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            items[key.value] = value
        else:
            is_known = False
    return Mapped(tuple(items.items())) if is_known else UNKNOWN


_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}


def _binary(walk: Walk, node: ast.BinOp) -> Value:
    return binary(walk, node.op, evaluate(walk, node.left), evaluate(walk, node.right), node, (node.left, node.right))


def _unary(walk: Walk, node: ast.UnaryOp) -> Value:
    value = opened(evaluate(walk, node.operand))
    if isinstance(node.op, ast.Not):
        return not value if isinstance(value, bool) else SomeBool()
    if isinstance(value, Tensor):
        return operate(walk, f"operator.{_UNARY[type(node.op)]}", (value,), {}, node, (node.operand,))
    if isinstance(node.op, ast.USub):
        if isinstance(value, Real):
            return Real(-value.value if value.value is not None else None)
        size = as_dim(value)
        negative = -size if size is not None else UNKNOWN
        if isinstance(value, Guess) and isinstance(negative, Dim):
            return guessed(Real() if value.is_fraction else negative, value)
        return negative
    return value if isinstance(node.op, ast.UAdd) else UNKNOWN


def _comparison(walk: Walk, node: ast.Compare) -> Value:
    from shapecoach.analysis.narrowing import compared

    values = [opened(evaluate(walk, part)) for part in (node.left, *node.comparators)]
    if len(values) == 2 and type(node.ops[0]) in _COMPARE and any(isinstance(value, Tensor) for value in values):
        nodes = (node.left, node.comparators[0])
        path = f"operator.{_COMPARE[type(node.ops[0])]}"
        return operate(walk, path, values, {}, node, tensor_nodes(tuple(values), nodes))
    if len(values) == 2 and (held := compared(node.ops[0], *values)) is not None:
        return held
    compares = any(type(operator) in _COMPARE for operator in node.ops)
    return UNKNOWN if compares and any(isinstance(value, Unknown | Guess | Listing) for value in values) else SomeBool()


def _both(walk: Walk, node: ast.BoolOp) -> Value:
    from shapecoach.analysis.narrowing import asks_of_shapes, truth

    goes_on = isinstance(node.op, ast.And)  # what its parts are where the next one is evaluated too
    values: list[Value] = []  # that it may be
    guards = False
    for part in node.values:
        with walk.hushing(guards):
            value = evaluate(walk, part)
        decided = truth(walk, part)
        if decided is not goes_on or part is node.values[-1]:
            values.append(value)
        if decided is (not goes_on):
            break
        guards = guards or asks_of_shapes(walk, part, goes_on)
    if isinstance(node.op, ast.Or) and len(values) == 2 and isinstance(values[0], MaybeNone):
        return join(values[0].value, values[1])
    result = values[0]
    for value in values[1:]:
        result = join(result, value)
    return result


def _conditional(walk: Walk, node: ast.IfExp) -> Value:
    from shapecoach.analysis.narrowing import asks_of_shapes, truth, when

    decided = truth(walk, node.test)
    evaluate(walk, node.test)
    before = walk.snapshot()
    values: list[Value] = []
    after: list[State] = []
    for branch, holds in ((node.body, True), (node.orelse, False)):
        if decided is None or decided is holds:
            guards = asks_of_shapes(walk, node.test, holds)
            when(walk, node.test, holds)
            with walk.hushing(guards):
                values.append(walk.bindings.resolve(evaluate(walk, branch)))
            after.append(walk.snapshot())
        walk.restore(before)
    walk.merge(after)
    return values[0] if len(values) == 1 else join(*values)


def _attribute(walk: Walk, node: ast.Attribute) -> Value:
    return attributes.attribute(walk, evaluate(walk, node.value), node.attr, node)


def _subscript(walk: Walk, node: ast.Subscript) -> Value:
    value = opened(evaluate(walk, node.value))
    if isinstance(value, Library) and value.path in arrays.INDEXED:
        return operate(walk, value.path, (evaluate(walk, node.slice),), {}, node)
    if isinstance(value, Library):
        from shapecoach.analysis.declared import read_type

        with walk.silently():
            return read_type(walk, node)
    return indexing.index(walk, value, evaluate(walk, node.slice), node)


def _slice(walk: Walk, node: ast.Slice) -> Value:
    def silently(part: ast.expr) -> Value:  # what is said of it was said
        with walk.silently():
            return evaluate(walk, part)

    places = Places(silently)
    parts = ((part, evaluate(walk, part)) if part is not None else None for part in (node.lower, node.upper, node.step))
    return Slice(*(places.bound(*part) if part is not None else None for part in parts))


def _lambda(walk: Walk, node: ast.Lambda) -> Value:
    from shapecoach.analysis.statements import forget_captured

    forget_captured(walk, node)
    return Function(node, "lambda", dict(walk.env), walk.module, walk.cls)


def _named(walk: Walk, node: ast.NamedExpr) -> Value:
    value = evaluate(walk, node.value)
    walk.bind(node.target.id, value, node.target)
    return value


def _comprehension(walk: Walk, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp) -> Value:
    from shapecoach.analysis.assignment import any_item, are_alike, assign, items_of
    from shapecoach.analysis.lengths import length_of

    before = walk.snapshot()
    try:
        first = node.generators[0]
        iterated = evaluate(walk, first.iter)
        known = items_of(iterated)
        plain = len(node.generators) == 1 and not first.ifs
        element = node.value if isinstance(node, ast.DictComp) else node.elt
        if plain and known is not None and len(known) <= 16 and are_alike(known):
            keys: list[Value] = []
            results: list[Value] = []
            for item in known:
                assign(walk, first.target, item)
                keys.append(evaluate(walk, node.key) if isinstance(node, ast.DictComp) else "")
                results.append(evaluate(walk, element))
            if not isinstance(node, ast.DictComp):
                return Seq(tuple(results), is_list=True)
            if all(isinstance(key, str) for key in keys):
                return Mapped(tuple(zip(keys, results, strict=True)))
            return Dictionary(reduce(join, results))
        for generator in node.generators:
            source = iterated if generator is first else evaluate(walk, generator.iter)
            assign(walk, generator.target, any_item(source))
            for condition in generator.ifs:
                evaluate(walk, condition)
        item = evaluate(walk, element)
        length = length_of(iterated) if plain else None
        return Dictionary(item) if isinstance(node, ast.DictComp) else Listing(item, length)
    finally:
        walk.restore(replace(before, bindings=walk.bindings))


def _yield(walk: Walk, node: ast.Yield | ast.YieldFrom) -> Value:
    from shapecoach.analysis.assignment import any_item

    value = evaluate(walk, node.value) if node.value is not None else None
    walk.yields.append(walk.bindings.resolve(any_item(value) if isinstance(node, ast.YieldFrom) else value))
    return UNKNOWN


def _await(walk: Walk, node: ast.Await) -> Value:
    evaluate(walk, node.value)
    return UNKNOWN


_EVALUATORS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Tuple: _tuple,
    ast.List: _tuple,
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _comparison,
    ast.BoolOp: _both,
    ast.IfExp: _conditional,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Call: calls.call,
    ast.Lambda: _lambda,
    ast.NamedExpr: _named,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.SetComp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
}
