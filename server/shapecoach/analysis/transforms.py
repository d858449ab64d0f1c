"""Functions of functions: `torch.func.vmap(f)`, `jacrev(f)`, `checkpoint(f, x)`, by calling the user's function.

A rule that makes a function gives a `Partial` of a name that only this module knows (`torch.func.vmap()`), which is
called when the function is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.values import Library, Partial, Value, mapped
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Seq, Unknown
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

Kwargs = Mapping[str, Value]
Rule = Callable[[Walk, Sequence[Value], Kwargs, ast.expr], Value]
ZERO = Dim.of(0)


def _call(walk: Walk, function: Value, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    from shapecoach.analysis.calls import apply

    return apply(walk, function, args, kwargs, node)


def _makes(name: str, *options: tuple[str, Value]) -> Rule:
    """A transform of a function: what it makes keeps the function and the options, given by place or by name."""

    def make(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        if not args or set(kwargs) - {option for option, _ in options} - _WITHOUT_SHAPE:
            return UNKNOWN
        rest = args[1:]
        chosen = [
            rest[place] if place < len(rest) else kwargs.get(option, default)
            for place, (option, default) in enumerate(options)
        ]
        return Partial(Library(f"{name}()"), (args[0], *chosen), ())

    return make


_WITHOUT_SHAPE = frozenset({"randomness", "chunk_size", "strict"})


# -- one axis taken off, and put back ---------------------------------------------------------------------------------


def _without(tensor: Value, place: Value) -> tuple[Tensor, Dim] | None:
    """A tensor without one of its axes, and that axis' size."""
    if not isinstance(tensor, Tensor) or tensor.shape is None or not isinstance(place, Dim) or place.constant is None:
        return None
    axes, at = list(tensor.shape.axes), place.constant
    passed = axes[: at + 1] if at >= 0 else axes[at:]
    if len(passed) != (at + 1 if at >= 0 else -at) or any(isinstance(axis, Run) for axis in passed):
        return None
    taken = axes.pop(at)
    assert isinstance(taken, Axis)
    return replace(tensor, shape=Shape(tuple(axes))), taken.dim


def _with(value: Value, size: Dim, place: Value) -> Value:
    """A result with an axis more at `place`."""
    at = place.constant if isinstance(place, Dim) else None

    def grown(leaf: Value) -> Value:
        if not isinstance(leaf, Tensor):
            return leaf if leaf is None else UNKNOWN
        if leaf.shape is None or at is None or (leaf.shape.run is not None and at != 0):
            return replace(leaf, shape=None)
        axes = list(leaf.shape.axes)
        axes.insert(at if at >= 0 else len(axes) + 1 + at, Axis(size))
        return replace(leaf, shape=Shape(tuple(axes)))

    return mapped(value, grown)


def _mapped(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """Calling `vmap(f)`: f on one of each, and the axis that was taken off put back in front of what comes out."""
    function, places, out, *given = args
    if kwargs:
        return UNKNOWN
    each = places.items if isinstance(places, Seq) else (places,) * len(given)
    if len(each) != len(given):
        return UNKNOWN
    sizes: list[Dim] = []
    inner: list[Value] = []
    for value, place in zip(given, each, strict=True):
        if place is None:
            inner.append(value)
            continue
        taken = _without(walk.bindings.resolve(value), place)
        if taken is None:
            return UNKNOWN
        inner.append(taken[0])
        sizes.append(taken[1])
    if len(set(sizes)) != 1:
        return UNKNOWN
    result = _call(walk, function, inner, {}, node)
    if isinstance(result, Unknown):
        return UNKNOWN
    if isinstance(out, Seq) and isinstance(result, Seq) and len(out.items) == len(result.items):
        parts = zip(result.items, out.items, strict=True)
        return replace(result, items=tuple(_with(part, sizes[0], place) for part, place in parts))
    return _with(result, sizes[0], out)


# -- derivatives ------------------------------------------------------------------------------------------------------


def _chosen(given: Sequence[Value], argnums: Value, change: Callable[[Value], Value]) -> Value:
    """What `change` makes of the argument that is differentiated by, or of each of several."""
    if isinstance(argnums, Seq):
        return Seq(tuple(_chosen(given, number, change) for number in argnums.items))
    at = argnums.constant if isinstance(argnums, Dim) else None
    return change(given[at]) if at is not None and -len(given) <= at < len(given) else UNKNOWN


def _as_large(value: Value) -> Value:
    """A gradient: like what it is taken by."""
    return mapped(value, lambda leaf: replace(leaf) if isinstance(leaf, Tensor) else UNKNOWN)


def _gradient(value_too: bool) -> Rule:
    def of(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        function, argnums, has_aux, *given = args
        result = _call(walk, function, given, kwargs, node)
        slope = _chosen(given, argnums, _as_large)
        if not isinstance(has_aux, bool):
            return UNKNOWN
        if value_too:
            return Seq((slope, result))
        if not has_aux:
            return slope
        return Seq((slope, result.items[1])) if isinstance(result, Seq) and len(result.items) == 2 else UNKNOWN

    return of


def _by(times: int) -> Callable[[Value, Value], Value]:
    """The axes of what comes out, then `times` over those of what goes in."""

    def jacobian(out: Value, given: Value) -> Value:
        if not isinstance(given, Tensor) or given.shape is None or given.shape.run is not None:
            return UNKNOWN
        more = given.shape.axes * times

        def grown(leaf: Value) -> Value:
            if not isinstance(leaf, Tensor) or leaf.shape is None:
                return UNKNOWN
            return replace(leaf, shape=Shape((*leaf.shape.axes, *more)))

        return mapped(out, grown)

    return jacobian


def _jacobian(times: int) -> Rule:
    def of(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        function, argnums, has_aux, *given = args
        out = walk.bindings.resolve(_call(walk, function, given, kwargs, node))
        if has_aux is not False or isinstance(out, Unknown):
            return UNKNOWN
        return _chosen(given, argnums, lambda value: _by(times)(out, walk.bindings.resolve(value)))

    return of


def _jacobian_at(times: int) -> Rule:
    """`torch.autograd.functional.jacobian(f, inputs)`, for one input."""

    def of(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        if len(args) < 2 or not isinstance(args[1], Tensor):
            return UNKNOWN
        return _jacobian(times)(walk, (args[0], ZERO, False, args[1]), {}, node)

    return of


def _vjp(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    if not args or kwargs:
        return UNKNOWN
    function, *primals = args
    back = Partial(Library("torch.func.vjp()"), (Seq(tuple(map(_as_large, primals))),), ())
    return Seq((_call(walk, function, primals, {}, node), back))


def _jvp(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    if len(args) != 3 or kwargs or not isinstance(args[1], Seq):
        return UNKNOWN
    result = _call(walk, args[0], args[1].items, {}, node)
    return Seq((result, _as_large(result)))


def _grad(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`torch.autograd.grad(outputs, inputs)`."""
    inputs = args[1] if len(args) > 1 else kwargs.get("inputs", UNKNOWN)
    if isinstance(inputs, Tensor):
        return Seq((_as_large(inputs),))
    return Seq(tuple(map(_as_large, inputs.items))) if isinstance(inputs, Seq) else UNKNOWN


def _checkpoint(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """Calls its function, now and once more."""
    own = {"use_reentrant", "preserve_rng_state", "context_fn", "determinism_check", "debug", "early_stop"}
    inner = {name: value for name, value in kwargs.items() if name not in own}
    return _call(walk, args[0], args[1:], inner, node) if args else UNKNOWN


_DERIVED = (("argnums", ZERO), ("has_aux", False))
_MAPPED = (("in_dims", ZERO), ("out_dims", ZERO))
RULES: dict[str, Rule] = {
    **{f"{space}.vmap": _makes("torch.func.vmap", *_MAPPED) for space in ("torch", "torch.func")},
    "torch.func.vmap()": _mapped,
    "torch.func.grad": _makes("torch.func.grad", *_DERIVED),
    "torch.func.grad()": _gradient(value_too=False),
    "torch.func.grad_and_value": _makes("torch.func.grad_and_value", *_DERIVED),
    "torch.func.grad_and_value()": _gradient(value_too=True),
    **{f"torch.func.{name}": _makes("torch.func.jacobian", *_DERIVED) for name in ("jacrev", "jacfwd")},
    "torch.func.jacobian()": _jacobian(1),
    "torch.func.hessian": _makes("torch.func.hessian", ("argnums", ZERO)),
    "torch.func.hessian()": lambda walk, args, kwargs, node: _jacobian(2)(
        walk, (*args[:2], False, *args[2:]), kwargs, node
    ),
    "torch.func.vjp": _vjp,
    "torch.func.vjp()": lambda walk, args, kwargs, node: args[0],
    "torch.func.jvp": _jvp,
    "torch.autograd.functional.jacobian": _jacobian_at(1),
    "torch.autograd.functional.hessian": _jacobian_at(2),
    "torch.autograd.grad": _grad,
    "torch.utils.checkpoint.checkpoint": _checkpoint,
}
