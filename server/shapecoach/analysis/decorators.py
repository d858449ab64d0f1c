"""Decorators: those that leave a function as it is, and the user's own, which are called to see what they make."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from shapecoach.analysis.decorations import remembered
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import BoundMethod, Function, Library, Partial, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_TRANSPARENT = frozenset(
    "jaxtyped jaxtyping.jaxtyped beartype typechecker staticmethod classmethod property cached_property torch.no_grad "
    "torch.inference_mode torch.compile torch.jit.ignore torch.jit.export functools.cache functools.lru_cache override "
    "typing.override abstractmethod abc.abstractmethod functools.wraps torch.enable_grad typechecked no_grad "
    "inference_mode functools.cached_property cache lru_cache typing.final torch.jit.script_method wraps "
    "torch.jit.script torch.jit.unused torch.autocast torch.amp.autocast torch.compiler.disable".split()
)
"""Those that change nothing of a function's shapes, by the names they usually go by."""


def name_of(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def decorated(walk: Walk, node: Definition, function: Function) -> Function:
    """A function with what its decorators make of it; what isn't understood of them makes its calls unknown."""
    made: Value = function
    for decorator in reversed(node.decorator_list):
        name = name_of(decorator)
        if name not in _TRANSPARENT and name.rpartition(".")[2] not in _TRANSPARENT:
            with walk.silently():
                made = _applied(walk, decorator, made)
    return function if made is function else replace(function, wrapper=made)


def _applied(walk: Walk, decorator: ast.expr, function: Value) -> Value:
    """What a decorator makes of a function: that function again where it is only called in passing."""
    from shapecoach.analysis.expressions import evaluate

    if not isinstance(decorator, ast.Call):
        maker = evaluate(walk, decorator)
        return remembered(walk, (maker,), function, lambda: _made(walk, maker, decorator, function))
    factory = evaluate(walk, decorator.func)
    if not isinstance(factory, Function) or any(isinstance(arg, ast.Starred) for arg in decorator.args):
        return _made(walk, evaluate(walk, decorator), decorator, function)
    kwargs = {keyword.arg: evaluate(walk, keyword.value) for keyword in decorator.keywords if keyword.arg is not None}
    if len(kwargs) < len(decorator.keywords):
        return UNKNOWN
    args = [evaluate(walk, arg) for arg in decorator.args]

    def make() -> Value:
        return _made(walk, _called(walk, factory, args, kwargs, decorator), decorator, function)

    return remembered(walk, (factory, tuple(args), tuple(kwargs.items())), function, make)


def _made(walk: Walk, maker: Value, decorator: ast.expr, function: Value) -> Value:
    """What comes of giving a function to what a decorator says."""
    from shapecoach.analysis.calls import apply

    if isinstance(maker, Function):
        made = _called(walk, maker, [function], {}, decorator)
    else:
        made = apply(walk, maker, [function], {}, decorator) if isinstance(maker, Library | Partial) else UNKNOWN
    if isinstance(made, Function) and made is not function and _passes_on(made, function):
        return function
    return made if isinstance(made, Function | BoundMethod | Partial) else UNKNOWN


def _called(walk: Walk, maker: Function, args: list[Value], kwargs: Mapping[str, Value], node: ast.expr) -> Value:
    """What a function of functions gives: its body says more than its annotation, `Callable[P, R]`, does."""
    from shapecoach.analysis.functions import bind_arguments, walk_call

    given = bind_arguments(walk, maker, args, kwargs, ())
    return UNKNOWN if given is None or maker.wrapper is not None else walk_call(walk, maker, given, node)


def _passes_on(wrapper: Function, function: Value) -> bool:
    """Whether all that a wrapper gives back is what its function gives, called with the very same arguments."""
    node = wrapper.node
    if isinstance(node, ast.Lambda):
        return _is_call_in_passing(node.body, wrapper, function)
    if wrapper.wrapper is not None or not isinstance(node, ast.FunctionDef) or wrapper.is_generator:
        return False
    own = list(_own_parts(node))
    stored = [part.id for part in own if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
    held = {
        part.targets[0].id: part.value
        for part in own
        if isinstance(part, ast.Assign)
        and isinstance(part.targets[0], ast.Name)
        and stored.count(part.targets[0].id) == 1
    }
    if {arg.arg for arg in nodes(node.args) if isinstance(arg, ast.arg)} & set(stored):
        return False
    results = [part.value for part in own if isinstance(part, ast.Return)]
    given = [held.get(result.id) if isinstance(result, ast.Name) else result for result in results]
    return bool(given) and all(result and _is_call_in_passing(result, wrapper, function) for result in given)


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """What a function is made of, the functions within it left out."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Definition | ast.Lambda | ast.ClassDef):
            yield child
            yield from _own_parts(child)


def _is_call_in_passing(result: ast.expr, wrapper: Function, function: Value) -> bool:
    """Whether it is `function(first, *args, **kwargs)`, of all the parameters there are."""
    spec = wrapper.node.args
    if not isinstance(result, ast.Call) or not isinstance(result.func, ast.Name) or spec.kwonlyargs or spec.defaults:
        return False
    passed = [ast.unparse(arg) for arg in result.args] + [
        f"**{ast.unparse(word.value)}" if word.arg is None else f"{word.arg}={ast.unparse(word.value)}"
        for word in result.keywords
    ]
    taken = [arg.arg for arg in (*spec.posonlyargs, *spec.args)]
    taken += [f"*{spec.vararg.arg}"] if spec.vararg else []
    taken += [f"**{spec.kwarg.arg}"] if spec.kwarg else []
    return wrapper.closure.get(result.func.id) is function and passed == taken
