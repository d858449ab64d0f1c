"""The user's functions: walked once for their own sake, and called by their signature or by walking them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from shapecoach.analysis import agreements, decorators, repeated
from shapecoach.analysis.axis_sizes import check_expressions
from shapecoach.analysis.counts import named_here, take_names
from shapecoach.analysis.declared import read_type
from shapecoach.analysis.declared_parts import axis_names
from shapecoach.analysis.declared_types import OptionalType, PlainType, TensorType
from shapecoach.analysis.entry import value_of
from shapecoach.analysis.in_place import forget_all_shapes, forget_shapes, reshaping
from shapecoach.analysis.joining import join
from shapecoach.analysis.own_sizes import join_axes_of, join_own_sizes, note_constructor_sizes, size_called
from shapecoach.analysis.promises import refined
from shapecoach.analysis.strides import presumed
from shapecoach.analysis.told_by_patterns import keep_names
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.used_as_numbers import settle_attributes
from shapecoach.analysis.values import (
    Class,
    Function,
    FunctionNode,
    Guess,
    Instance,
    Library,
    Listing,
    Mapped,
    MaybeNone,
    Value,
)
from shapecoach.analysis.walk import DEEPEST_CALL, Walk
from shapecoach.probe.arguments import UNKNOWN, Seq, SomeBool, Unknown
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

STEPS_OF_A_DEFINITION = 100  # to read its annotations, and to keep what was found in it
LEAST_SIZE = 2  # of a default: 0 and 1 are as often a place or a switch
NAMES_OF_A_STEP = 200  # around a function, which are copied for each call


def define(
    walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, cls: Class | None = None, owner: str = ""
) -> Function:
    """The value of a `def`."""
    names = frozenset(map(decorators.name_of, node.decorator_list))
    prefix = owner or walk.qualname
    qualname = f"{prefix}.{node.name}" if prefix else node.name
    closure: Mapping[str, Value] = walk.module.names
    if walk.qualname:
        rebound = rebound_after(walk.function, node) if walk.function is not None else frozenset[str]()
        closure = {name: UNKNOWN if name in rebound else value for name, value in walk.env.items()}
        if walk.module.stars:  # which may bring a name that the function has for something of its own
            closure |= dict.fromkeys(rebound, UNKNOWN)
    return decorators.decorated(walk, node, Function(node, qualname, closure, walk.module, cls, names))


def parameters(node: FunctionNode) -> list[tuple[ast.arg, ast.expr | None]]:
    """The parameters that may be given by position or name, each with its default."""
    positional = [*node.args.posonlyargs, *node.args.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(node.args.defaults))
    return [
        *zip(positional, [*missing, *node.args.defaults], strict=True),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    ]


def parameter_names(node: FunctionNode) -> frozenset[str]:
    return frozenset(parameter.arg for parameter, _ in parameters(node))


# -- walking a definition ---------------------------------------------------------------------------


def walk_definition(
    outer: Walk, function: Function, instance: Instance | None, run_length: int | None = None
) -> tuple[str, ...]:
    """Walk a function with the values its annotations promise, and tell what is wrong in it.

    Gives the names of the runs of axes that its parameters have (`*batch`), each of which is taken to be `run_length`
    axes, or any number of them.
    """
    from shapecoach.analysis.statements import execute_body

    outer.reading.budget.spend(STEPS_OF_A_DEFINITION)
    module = function.module
    walk = Walk(module, outer.reading, function.scope, dict(function.closure), cls=function.cls, instance=instance,
                stack=(function,), depth=outer.depth + 1, run_length=run_length, calls={})  # fmt: skip
    if function.cls is not None:
        walk.spellings.update(module.class_spellings.get(function.cls, {}))
    if outer.qualname:  # a function in another one speaks of the same axes
        walk.axis_names.update(outer.axis_names)
        walk.origins.update(outer.origins)
        walk.borrowed = frozenset(outer.axis_names)
    node = function.node
    assert not isinstance(node, ast.Lambda)
    walk.function = node
    enter(walk, function, instance)
    runs = tuple(walk.axis_runs)
    is_guessed = any(isinstance(walk.env.get(parameter.arg), Guess) for parameter, _ in parameters(node))
    walk.gives_way = 2 if is_guessed else 0
    walk.decides = function.speaks_for_itself and not is_guessed
    walk.declared_return = node.returns
    if node.returns is not None:
        read_type(walk, node.returns)
    check_expressions(walk, [*(parameter.annotation for parameter, _ in parameters(node)), node.returns])
    execute_body(walk, node.body)
    agreements.note(walk)
    return runs


def rebound_in(node: FunctionNode) -> frozenset[str]:
    """The names that a function binds more than once, its parameters counting as bound, or gives another shape."""
    bound = Counter(parameter.arg for parameter, _ in parameters(node))
    bound.update(name.id for name in _bindings(node))
    return frozenset(name for name, times in bound.items() if times > 1)


def rebound_after(outer: FunctionNode, inner: ast.AST) -> frozenset[str]:
    """The names that may hold something else, or of another shape, by the time that a function within is called.

    They are bound behind its definition, in a loop that goes by it again, or in a function that says `nonlocal`.
    """
    start, _ = _extent(inner)
    loops = [_extent(loop) for loop in nodes(outer) if isinstance(loop, ast.For | ast.AsyncFor | ast.While)]
    again = min((first for first, last in loops if first < start < last), default=start)
    shared = (name for part in nodes(outer) if isinstance(part, ast.Nonlocal | ast.Global) for name in part.names)
    return frozenset(name.id for name in _bindings(outer) if _extent(name)[0] > again) | {*shared}


def _bindings(node: FunctionNode) -> Iterator[ast.Name]:
    """Where a function binds a name, or gives what it holds another shape."""
    yield from (part for part in nodes(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    yield from (part.value for part in reshaping(node) if isinstance(part.value, ast.Name))


def _extent(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a node begins and ends."""
    begin = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    return begin, (getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))


def enter(walk: Walk, function: Function, instance: Instance | None) -> None:
    """Bind the parameters to what their annotations promise."""
    pairs = parameters(function.node)
    is_method = function.cls is not None and "staticmethod" not in function.decorators and "." in function.qualname
    declared: list[tuple[ast.arg, Value]] = []
    promised = _braced(function.node)
    for position, (parameter, default) in enumerate(pairs):
        if position == 0 and is_method and not isinstance(function.node, ast.Lambda):
            walk.env[parameter.arg] = instance if instance is not None else UNKNOWN
            continue
        # Ints come first, so that an annotation may speak of `{n_heads}`.
        kind = read_type(walk, parameter.annotation)
        declared.append((parameter, kind))
        entry = _at_entry(walk, kind, parameter, default)
        if parameter.arg in promised and isinstance(entry, Dim):
            # The annotations speak of it, `{n_heads}`: it is the caller's to choose, like the name of an axis.
            symbol = Symbol(parameter.arg, Kind.RIGID, walk.scope)
            walk.name_origin(symbol, "this int", walk.source.range(parameter))
            entry = Dim.of(symbol)
        walk.env[parameter.arg] = entry
    for parameter, kind in declared:
        if not isinstance(kind, PlainType | Class | Unknown):
            walk.env[parameter.arg] = presumed(value_of(walk, kind, parameter.arg, parameter.annotation or parameter))
    walk.borrowed -= {name for _, kind in declared for name in axis_names(kind)}
    walk.optional_axes = _optional_axes([kind for _, kind in declared], instance)
    _declare_attribute_axes(walk, function, instance)
    for parameter, _ in declared:
        if isinstance(held := walk.env[parameter.arg], Instance):
            join_axes_of(walk, held)
    for parameter, _ in declared:
        value = walk.env[parameter.arg]
        walk.note_binding(parameter.arg, value.value if isinstance(value, MaybeNone) else value, _name_of(parameter))
    for extra in (function.node.args.vararg, function.node.args.kwarg):
        if extra is not None:
            walk.env[extra.arg] = UNKNOWN
    rest = function.node.args.vararg
    if rest is not None and isinstance(kind := read_type(walk, rest.annotation), TensorType):
        walk.env[rest.arg] = Listing(value_of(walk, kind, rest.arg, rest.annotation or rest))


def _optional_axes(kinds: Sequence[Value], instance: Instance | None) -> frozenset[str]:
    """The axes that only parameters name which may be None: without them a result may have any size there."""
    optional = {name for kind in kinds if isinstance(kind, OptionalType) for name in axis_names(kind.inner)}
    required = {name for kind in kinds if not isinstance(kind, OptionalType) for name in axis_names(kind)}
    return frozenset(name for name in optional - required if instance is None or size_called(instance, name) is None)


def _declare_attribute_axes(walk: Walk, function: Function, instance: Instance | None) -> None:
    """Give the method's axes the sizes of the attributes of the same name, and the ints of the same name."""
    for name, dim in list(walk.axis_names.items()):
        value = walk.env.get(name)
        if isinstance(value, Dim) and value != dim and value.symbol is not None and dim.symbol is not None:
            walk.bindings = walk.bindings.join({value.symbol: dim})
    join_own_sizes(walk, instance)


def _braced(node: FunctionNode) -> frozenset[str]:
    """The names that stand in braces in a function's annotations: `Float[Tensor, "batch {n_heads} seq d"]`."""
    annotations = [parameter.annotation for parameter, _ in parameters(node)]
    annotations += [None if isinstance(node, ast.Lambda) else node.returns]
    texts = (
        part.value
        for annotation in annotations
        if annotation is not None
        for part in nodes(annotation)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    return frozenset(name for text in texts for name in re.findall(r"\{(\w+)\}", text))


def _name_of(parameter: ast.arg) -> ast.AST:
    """The parameter's name alone, without its annotation."""
    node = ast.Name(id=parameter.arg)
    node.lineno, node.col_offset = parameter.lineno, parameter.col_offset
    node.end_lineno, node.end_col_offset = parameter.lineno, parameter.col_offset + len(parameter.arg.encode())
    return node


def is_no_int(kind: Value, default: ast.expr | None) -> bool:
    """Whether a default belies what is declared: `rate: int = 1e-2` takes fractions, whatever it says."""
    is_fraction = isinstance(default, ast.Constant) and isinstance(default.value, float)
    return kind == PlainType("int") and is_fraction


def _may_be_a_size(default: ast.expr) -> bool:
    if isinstance(default, ast.Constant):
        return isinstance(default.value, int) and default.value >= LEAST_SIZE
    return isinstance(default, ast.Name | ast.Attribute)


def _at_entry(walk: Walk, kind: Value, parameter: ast.arg, default: ast.expr | None) -> Value:
    if is_no_int(kind, default):
        return UNKNOWN
    if isinstance(kind, PlainType | Class | Library):
        return value_of(walk, kind, parameter.arg, parameter)
    if parameter.annotation is None and default is not None:
        if isinstance(default, ast.Constant) and isinstance(default.value, bool):
            return SomeBool()
        if not _may_be_a_size(default):
            return UNKNOWN
    if isinstance(kind, Unknown):
        return Guess.of(Symbol(parameter.arg, Kind.OPEN, walk.scope), is_passed=True)
    return UNKNOWN


# -- calls ------------------------------------------------------------------------------------------

Given = dict[str, tuple[Value, ast.expr | None]]


def call_function(walk: Walk, function: Function, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST,
                  nodes: Sequence[ast.expr] = ()) -> Value:  # fmt: skip
    """What a call of the user's function gives: by its signature where that says it, by walking it where not."""
    if function.wrapper is not None:
        return _call_wrapper(walk, function.wrapper, args, kwargs, node, nodes)
    if isinstance(function.node, ast.AsyncFunctionDef):
        return UNKNOWN
    given = bind_arguments(walk, function, args, kwargs, nodes)
    if given is None:
        return UNKNOWN
    from shapecoach.analysis.signatures import call_by_signature, check_arguments

    # What a constructor does is what it stores, which no annotation says.
    if function.is_annotated and not function.is_constructor:
        promised, fits = call_by_signature(walk, function, given, node)
        if function.says_all and function.reshapes:
            _forget_what_it_holds(walk, function, given)
        return promised if function.says_all else refined(promised, walk_call(walk, function, given, node, fits))
    return walk_call(walk, function, given, node, check_arguments(walk, function, given, node))


def _ends_at_its_end(inner: Walk, body: Sequence[ast.stmt]) -> bool:
    """Whether a function returns nowhere but behind its last statement, where it has done all that it does."""
    return not inner.returns if inner.alive else len(inner.returns) == 1 and isinstance(body[-1], ast.Return)


def _forget_what_it_holds(walk: Walk, function: Function, given: Given) -> None:
    """What a function that isn't walked may give another shape: its arguments, and what it knows from around it."""
    names = {part.id for part in nodes(function.node) if isinstance(part, ast.Name)}
    held = [value for name, value in function.closure.items() if name in names and name not in given]
    if any(isinstance(value, Unknown) for value in held):
        forget_all_shapes(walk)
    else:
        forget_shapes(walk, (*held, *(value for value, _ in given.values())))


def _call_wrapper(walk: Walk, wrapper: Value, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST,
                  nodes: Sequence[ast.expr]) -> Value:  # fmt: skip
    """What is called where a decorator put something else in a function's place."""
    from shapecoach.analysis.calls import apply

    return apply(walk, wrapper, args, kwargs, node, nodes) if isinstance(node, ast.expr) else UNKNOWN


def bind_arguments(walk: Walk, function: Function, args: Sequence[Value], kwargs: Mapping[str, Value],
                   nodes: Sequence[ast.expr]) -> Given | None:  # fmt: skip
    """Which parameter gets which argument; None where the call doesn't match the signature as far as we see."""
    walk.reading.note_call(function)
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args]
    given: Given = {}
    for index, value in enumerate(args):
        if index < len(positional):
            given[positional[index].arg] = (value, nodes[index] if index < len(nodes) else None)
        elif spec.vararg is None:
            return None
    more = {name: value for name, value in kwargs.items() if name not in parameter_names(function.node)}
    if more and spec.kwarg is None:
        return None
    given.update((name, (value, None)) for name, value in kwargs.items() if name not in more)
    if spec.vararg is not None:
        given[spec.vararg.arg] = (Seq(tuple(args[len(positional) :])), None)
    if spec.kwarg is not None:
        given[spec.kwarg.arg] = (Mapped(tuple(more.items())), None)
    return given


def walk_call(walk: Walk, function: Function, given: Given, node: ast.AST, fits: bool = True) -> Value:
    """What a call gives: by walking the body, unless a call that is like it was walked."""
    arguments = tuple((name, value) for name, (value, _) in given.items())
    return repeated.once(
        walk, function, (*arguments, ("", fits)), lambda: _walk_call(walk, function, given, node, fits)
    )


def _walk_call(walk: Walk, function: Function, given: Given, node: ast.AST, fits: bool) -> Value:
    """Walk the body with the arguments of this call; where they don't fit, in silence, since that was told."""
    from shapecoach.analysis.expressions import evaluate
    from shapecoach.analysis.statements import execute_body

    if function in walk.stack or walk.depth >= DEEPEST_CALL:
        return UNKNOWN
    walk.reading.budget.spend(len(function.closure) // NAMES_OF_A_STEP)
    first = next(iter(given.values()))[0] if given else None
    instance = first if isinstance(first, Instance) and function.cls is not None else walk.instance
    if instance is not None and function.is_constructor:
        note_constructor_sizes(instance, function, given)
    inner = Walk(function.module, walk.reading, function.scope, dict(function.closure), walk.bindings,
                 cls=function.cls, instance=instance, depth=walk.depth + 1, stack=(*walk.stack, function),
                 quiet=walk.quiet + (not fits), hushed=walk.hushed, origins=walk.origins, presumed=walk.presumed,
                 numbers=walk.numbers, spellings=dict(walk.spellings), is_call=True,
                 calls={} if walk.calls is None else walk.calls,
                 gives_way=1 if function.speaks_for_itself or walk.gives_way else 0)  # fmt: skip
    if walk.qualname and function.qualname.startswith(f"{walk.qualname}."):
        inner.decides = walk.decides  # in a function within one that speaks for itself
    take_names(inner, (value for value, _ in given.values()))
    for parameter, default in parameters(function.node):
        if parameter.arg in given:
            value = given[parameter.arg][0]
        elif default is not None:
            value = evaluate(inner, default)
        else:
            value = UNKNOWN
        inner.env[parameter.arg] = value
        if isinstance(value, Tensor | Unknown):
            inner.note_binding(parameter.arg, value, _name_of(parameter))
        else:  # a tensor in one call and none in another is no fact about the parameter
            function.module.recorder.no_fact(parameter.arg, inner.source.range(_name_of(parameter)))
    for extra in (function.node.args.vararg, function.node.args.kwarg):
        if extra is not None:
            inner.env[extra.arg] = given[extra.arg][0] if extra.arg in given else UNKNOWN
    if isinstance(function.node, ast.Lambda):
        result = evaluate(inner, function.node.body)
        walk.numbers = inner.numbers
    else:
        inner.function = function.node
        execute_body(inner, function.node.body)
        if not function.is_generator and _ends_at_its_end(inner, function.node.body):
            walk.numbers = inner.numbers
            if instance is not None and function.is_constructor:
                settle_attributes(instance, inner.numbers)
        walk.exchange_as(inner)
        if inner.reshaped_any:  # which may be one that only this walk holds
            forget_all_shapes(walk)
        if function.is_generator:
            return Listing(reduce(join, inner.yields)) if inner.yields else UNKNOWN
        results = [*inner.returns, *([None] if inner.alive else [])]
        result = results[0] if results else UNKNOWN
        for other in results[1:]:
            result = join(result, other)
    walk.bindings = (
        inner.bindings if inner.alive or not inner.returns else walk.bindings.join(inner.bindings.replacements)
    )
    keep_names(walk, inner)
    return named_here(walk, inner, (value for value, _ in given.values()), result, node)
