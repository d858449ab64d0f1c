"""Calls: of library functions, tensor methods, modules, and the user's own functions and classes."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis import arrays, builtin_calls, containers, modules, transforms
from shapecoach.analysis.attributes import sizes_of
from shapecoach.analysis.declared_types import PlainType
from shapecoach.analysis.identity import as_a_value_of_its_own
from shapecoach.analysis.in_place import forget_all_shapes, forget_twins
from shapecoach.analysis.operations import operate
from shapecoach.analysis.used_as_numbers import note_numbers
from shapecoach.analysis.values import (
    RESHAPING,
    BoundMethod,
    Callback,
    Class,
    Function,
    HeldMethod,
    Instance,
    Library,
    Listing,
    Mapped,
    MaybeNone,
    Partial,
    TensorMethod,
    Value,
)
from shapecoach.analysis.walk import Walk
from shapecoach.probe import library
from shapecoach.probe.arguments import UNKNOWN, Module, Real, Seq, Sizes, Unknown
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

Kwargs = Mapping[str, Value]

_LIBRARY_ROOTS = ("torch.", "einops.", "numpy.")
_BUILT = ("torch.nn.", "torch.distributions.", "einops.layers.torch.")
_AS_FUNCTIONS = {"einops.layers.torch.Rearrange": "einops.rearrange", "einops.layers.torch.Reduce": "einops.reduce"}
_CONTAINERS: dict[str, Value] = {
    **dict.fromkeys(("torch.nn.ModuleList", "torch.nn.ParameterList"), Seq((), is_list=True)),
    **dict.fromkeys(("torch.nn.ModuleDict", "torch.nn.ParameterDict"), Mapped(())),
}
"""Modules that hold what a list or dict does, and what they are when they are empty."""
_MOVES = frozenset({"to", "cuda", "cpu", "type", "type_as"})


def call(walk: Walk, node: ast.Call) -> Value:
    """The value of a call expression."""
    from shapecoach.analysis.expressions import evaluate

    callee = evaluate(walk, node.func)
    args: list[Value] = []
    nodes: list[ast.expr] = []
    complete = True
    for arg in node.args:
        value = evaluate(walk, arg.value if isinstance(arg, ast.Starred) else arg)
        if not isinstance(arg, ast.Starred):
            args.append(value)
            nodes.append(arg)
        elif isinstance(value, Seq):
            args += value.items
            nodes += [arg.value] * len(value.items)
        elif isinstance(value, Listing) and callee == Library("torch.nn.Sequential"):
            args.append(value)
            nodes.append(arg.value)
        elif isinstance(value, Sizes) and isinstance(callee, Library | TensorMethod):
            args += value.parts
            nodes += [arg.value] * len(value.parts)
        else:
            complete = False
    kwargs: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(walk, keyword.value)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, Mapped):
            kwargs.update(value.items)
        else:
            complete = False
    if isinstance(callee, Unknown) and isinstance(node.func, ast.Attribute) and node.func.attr in RESHAPING:
        forget_all_shapes(walk)
    if isinstance(callee, Unknown):
        containers.may_have_changed(walk, node.func)
    value = apply(walk, callee, args, kwargs, node, nodes) if complete else UNKNOWN
    if not isinstance(callee, Library | TensorMethod | HeldMethod | Module):
        for held in (*args, *kwargs.values()):
            if containers.is_changeable(held):
                walk.forget(held)
    return value


def apply(walk: Walk, callee: Value, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
          nodes: Sequence[ast.expr] = ()) -> Value:  # fmt: skip
    """What calling a value with evaluated arguments gives.  `nodes` are the positional arguments' nodes."""
    from shapecoach.analysis import classes, functions, signatures

    match callee:
        case TensorMethod():
            return _tensor_method(walk, callee, args, kwargs, node, nodes)
        case Library():
            return _library(walk, callee, args, kwargs, node, nodes)
        case Function():
            return functions.call_function(walk, callee, args, kwargs, node, nodes)
        case BoundMethod():
            skip = [] if "staticmethod" in callee.function.decorators else [callee.instance]
            return functions.call_function(
                walk, callee.function, [*skip, *args], kwargs, node, [node] * len(skip) + list(nodes)
            )
        case Class():
            return classes.instantiate(walk, callee, args, kwargs, node, nodes)
        case Instance():
            return _call_instance(walk, callee, args, kwargs, node, nodes)
        case Module():
            return _module(walk, callee, args, kwargs, node, nodes)
        case Partial(function=PlainType(name="register"), args=(Instance() as instance,)):
            return _register(walk, instance, args, kwargs)
        case Partial():
            return apply(walk, callee.function, [*callee.args, *args], {**dict(callee.kwargs), **kwargs}, node)
        case HeldMethod():
            return containers.call_method(walk, callee, args, kwargs)
        case Callback(type=kind):
            return signatures.call_back(walk, kind, args, node, nodes)
        case MaybeNone(value=inner):
            # Something that isn't followed (`if exists(self.merge):`) says that it isn't None, and other sizes with it.
            with walk.hushing():
                return apply(walk, inner, args, kwargs, node, nodes)
        case _:
            return UNKNOWN


def _register(walk: Walk, instance: Instance, args: Sequence[Value], kwargs: Kwargs) -> Value:
    """`self.register_buffer("mask", mask)`, `self.register_parameter(name="bias", param=None)`."""
    name = args[0] if args else kwargs.get("name")
    by_name = (kwargs[key] for key in ("tensor", "param", "module") if key in kwargs)
    held = args[1] if len(args) > 1 else next(by_name, UNKNOWN)
    if isinstance(name, str):
        walk.reading.effects += 1
        instance.attributes[name] = held
    return None


def _call_instance(walk: Walk, instance: Instance, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
                   nodes: Sequence[ast.expr]) -> Value:  # fmt: skip
    from shapecoach.analysis import functions

    name = "forward" if instance.cls.is_module else "__call__"
    method = instance.cls.find(name)
    if method is None:
        return UNKNOWN
    return functions.call_function(walk, method, [instance, *args], kwargs, node, [node, *nodes])


def _module(walk: Walk, module: Module, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
            nodes: Sequence[ast.expr]) -> Value:  # fmt: skip
    if module.path == "torch.nn.Sequential":
        value = args[0] if args else UNKNOWN
        for part in module.args:
            again = part.item if isinstance(part, Listing) else None
            value = apply(walk, again or part, [value], {}, node, nodes)
            if again is not None and apply(walk, again, [value], {}, node, nodes) != value:
                return UNKNOWN  # how often it is applied matters
        return value
    function = _AS_FUNCTIONS.get(module.path)
    if function is not None:
        given = [*args, *module.args]
        return operate(walk, function, given, dict(module.kwargs), node, _tensor_nodes(args, nodes))
    return operate(walk, "torch.nn.Module.__call__", [module, *args], kwargs, node, _tensor_nodes(args, nodes))


def _tensor_method(walk: Walk, method: TensorMethod, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
                   nodes: Sequence[ast.expr]) -> Value:  # fmt: skip
    tensor, name = method.tensor, method.name
    receiver = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node
    if tensor.framework is Framework.NUMPY:
        return arrays.method(walk, method, args, kwargs, node, (receiver, *_tensor_nodes(args, nodes)))
    if name in _MOVES:
        return _moved(tensor, name, args, kwargs, nodes)
    if name == "size" and not args and not kwargs:
        shape = walk.bindings.resolve(tensor).shape
        return sizes_of(shape) if shape is not None else UNKNOWN
    if name == "dim":
        return Dim.of(tensor.shape.rank) if tensor.shape is not None and tensor.shape.rank is not None else UNKNOWN
    if name == "item" and not args:
        return _item(tensor)
    if name in ("backward", "register_hook", "zero_"):
        return tensor if name == "zero_" else UNKNOWN
    operands = (receiver, *_tensor_nodes(args, nodes))
    result = operate(walk, f"Tensor.{name}", (tensor, *args), kwargs, node, operands)
    if not name.endswith("_") or name.startswith("_"):
        return result
    if isinstance(result, Unknown) and name not in RESHAPING:
        result = as_a_value_of_its_own(tensor)
    if name in RESHAPING:
        forget_twins(walk, tensor)
    walk.exchange(tensor, tensor.with_shape(None) if isinstance(result, Unknown) else result)
    return result


def _item(tensor: Tensor) -> Value:
    """The only number in a tensor."""
    if tensor.dtype.family == "float":
        return Real()
    return fresh_dim() if tensor.dtype.family in ("int", "uint", "integer") else UNKNOWN


def _moved(tensor: Tensor, name: str, args: Sequence[Value], kwargs: Kwargs, nodes: Sequence[ast.expr]) -> Value:
    """`.to(...)` and its like: the shape stays; the element type as far as it can be read."""
    import torch

    if name in ("cuda", "cpu"):
        return tensor
    for value in (*args, *kwargs.values()):
        if isinstance(value, torch.dtype):
            return tensor.with_dtype(DType(str(value).removeprefix("torch.")))
        if isinstance(value, Tensor):
            return tensor.with_dtype(value.dtype)
    texts = [ast.unparse(node) for node in nodes]
    only_moves = set(kwargs) <= {"device", "non_blocking", "copy", "memory_format"} and all(
        "device" in text.lower() or isinstance(value, str) for text, value in zip(texts, args, strict=False)
    )
    return tensor if only_moves and name == "to" else tensor.with_dtype(DType("any"))


def _library(walk: Walk, callee: Library, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
             nodes: Sequence[ast.expr]) -> Value:  # fmt: skip
    path = callee.path
    rule = builtin_calls.RULES.get(path) or transforms.RULES.get(path)
    if rule is not None:
        note_numbers(walk, path, args, kwargs)
        return rule(walk, args, kwargs, node)
    if not path.startswith(_LIBRARY_ROOTS):
        return UNKNOWN
    if path.startswith("torch.Tensor.") and args:
        return operate(walk, path.removeprefix("torch."), args, kwargs, node, _tensor_nodes(args, nodes))
    if path in _CONTAINERS:
        return args[0] if args else replace(_CONTAINERS[path])  # each its own
    if path.startswith(_BUILT) and library.is_built(library.resolve(path)):
        note_numbers(walk, path, args, kwargs)
        return modules.build_module(walk, path, args, kwargs, node)
    return operate(walk, path, args, kwargs, node, _tensor_nodes(args, nodes))


def _tensor_nodes(values: Sequence[Value], nodes: Sequence[ast.expr]) -> tuple[ast.expr, ...]:
    """The nodes of the arguments that are tensors, or lists of tensors written out."""
    found: list[ast.expr] = []
    for value, node in zip(values, nodes, strict=False):
        if isinstance(value, Tensor) or (isinstance(value, MaybeNone) and isinstance(value.value, Tensor)):
            found.append(node)
        elif isinstance(value, Seq) and isinstance(node, ast.Tuple | ast.List):
            found += _tensor_nodes(value.items, node.elts)
    return tuple(found)
