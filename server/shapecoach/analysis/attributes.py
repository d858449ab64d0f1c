"""Attributes: of tensors, modules, instances, library names, and of objects that nobody described."""

from __future__ import annotations

import ast

from shapecoach.analysis import arrays, containers
from shapecoach.analysis.builtin_calls import DICT_METHODS
from shapecoach.analysis.declared_types import PlainType
from shapecoach.analysis.values import (
    BoundMethod,
    Class,
    Dictionary,
    Guess,
    HeldMethod,
    ImportedModule,
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
from shapecoach.probe import library, probe
from shapecoach.probe.arguments import UNKNOWN, Module, Real, Seq, Sizes
from shapecoach.probe.outcome import Works
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

_TENSOR_VALUES = frozenset({"T", "mT", "H", "mH", "real", "imag"})
_NO_SIZES = frozenset({"shape", "size", "dtype", "device", "data", "T"})
_SAME_SHAPE = frozenset({"data", "grad"})
_NUMBERS = frozenset(f"{home}.{name}" for home in ("math", "torch", "numpy") for name in ("pi", "e", "inf", "nan"))


def attribute(walk: Walk, value: Value, name: str, node: ast.expr) -> Value:
    """`value.name`."""
    match value:
        case MaybeNone(value=inner):
            return attribute(walk, inner, name, node)
        case Library(path=path):
            return of_library(f"{path}.{name}")
        case Tensor():
            return _of_tensor(walk, value, name, node)
        case ImportedModule(place=place):
            return walk.reading.member(place, name, walk.module)
        case Instance():
            return of_instance(walk, value, name)
        case Class():
            return _of_class(value, name)
        case Seq() if name in value.names:
            return value.items[value.names.index(name)]
        case Mapped() | Dictionary() if name in DICT_METHODS:
            return Partial(Library(f"builtins.dict.{name}"), (value,), ())
        case _ if name in _changing_methods(value):
            return _of_held(walk, value, name, node.value if isinstance(node, ast.Attribute) else node)
        case Mapped(items=items) if name in dict(items):  # a module of a ModuleDict
            return dict(items)[name]
        case Mapped():
            walk.forget(value)
            return UNKNOWN
        case Module(path=path) if library.is_method(path, name):
            return Partial(Library(f"torch.distributions.Distribution.{name}"), (value,), ())
        case Module():
            outcome = probe("Module.attribute", (value, name))
            return _as_moved(value, outcome.value) if isinstance(outcome, Works) else UNKNOWN
        case Partial(function=PlainType(name="super"), args=(Instance() as instance,)):
            return _of_super(walk, instance, name)
        case Guess() if name in _NO_SIZES:
            return UNKNOWN
        case Guess(dim=Dim(symbol=Symbol() as symbol)):
            return _guess(walk, f"{symbol.scope}.{symbol.name}", name)
        case _:
            return UNKNOWN


def _as_moved(module: Module, held: Value) -> Value:
    """A module's weight: of the element type that it was built with, or of any float's, which it may have by now."""
    if not isinstance(held, Tensor) or held.dtype.family != "float":
        return held
    asked = dict(module.kwargs).get("dtype")
    return held.with_dtype(asked if isinstance(asked, DType) else DType("float"))


def _changing_methods(value: Value) -> frozenset[str]:
    """The names of the methods that a list or dict has; of those of other values, none."""
    match value:
        case Seq(is_list=True) | Listing():
            return containers.OF_LISTS
        case Mapped() | Dictionary():
            return containers.OF_DICTS
        case Module(path=containers.SEQUENTIAL):
            return containers.OF_SEQUENTIALS
        case _:
            return frozenset()


def _of_held(walk: Walk, held: Value, name: str, holder: ast.expr) -> Value:
    """A method of what stands at a place, `self.blocks.append`; where it isn't clear which that is, all forget it."""
    if isinstance(holder, ast.Name | ast.Attribute | ast.Subscript):
        return HeldMethod(holder, name)
    walk.forget(held)
    return UNKNOWN


def of_library(path: str) -> Value:
    """What a dotted name of a library stands for: a constant, or the name itself."""
    if path.startswith("torch."):
        constant = library.constant(path)
        if constant is not None:
            return constant
    if path in _NUMBERS:
        return Real()
    if path == "numpy.newaxis":
        return None
    return Library(path)


def _of_tensor(walk: Walk, tensor: Tensor, name: str, node: ast.expr) -> Value:
    from shapecoach.analysis.operations import operate

    shape = walk.bindings.resolve(tensor).shape
    if name == "shape":
        if shape is None:
            return UNKNOWN
        return sizes_of(shape)
    if name in ("ndim",):
        return Dim.of(shape.rank) if shape is not None and shape.rank is not None else UNKNOWN
    if tensor.framework is not Framework.TORCH:
        return arrays.attribute(walk, tensor, name, node)
    if name in _TENSOR_VALUES:
        receiver = (node.value,) if isinstance(node, ast.Attribute) else ()
        return operate(walk, f"Tensor.{name}", (tensor,), {}, node, receiver)
    if name in _SAME_SHAPE:
        return tensor
    if name == "dtype":
        return library.constant(f"torch.{tensor.dtype.name}") if tensor.dtype.is_exact else UNKNOWN
    if name in ("device", "layout", "requires_grad", "is_cuda", "grad_fn", "names"):
        return UNKNOWN
    return TensorMethod(tensor, name)


def sizes_of(shape: Shape) -> Value:
    """What `x.shape` is of a tensor of this shape."""
    return Sizes.of(tuple(axis.dim if isinstance(axis, Axis) else axis for axis in shape.axes))


_REGISTERS = frozenset({"register_buffer", "register_parameter", "register_module", "add_module"})


def of_instance(walk: Walk, instance: Instance, name: str) -> Value:
    """An attribute of an object of the user's: its own, its class', or a method."""
    from shapecoach.analysis.functions import call_function

    if instance.is_kept and walk.reading.is_changed(instance, name):
        return UNKNOWN
    if name in instance.attributes:
        return instance.attributes[name]
    if name in instance.cls.attributes:
        return instance.cls.attributes[name]
    method = instance.cls.find(name)
    if method is None:
        registers = instance.cls.is_module and name in _REGISTERS
        return Partial(PlainType("register"), (instance,), ()) if registers else UNKNOWN
    if method.decorators & {"property", "cached_property", "functools.cached_property"}:
        return call_function(walk, method, [instance], {}, method.node)
    if "staticmethod" in method.decorators:
        return method
    return BoundMethod(instance, method)


def _of_class(cls: Class, name: str) -> Value:
    method = cls.find(name)
    if method is None:
        return cls.attributes.get(name, UNKNOWN)
    return Partial(method, (cls,), ()) if "classmethod" in method.decorators else method


def _of_super(walk: Walk, instance: Instance, name: str) -> Value:
    """`super().name`, looked up in the bases of the class being walked."""
    for base in walk.cls.bases if walk.cls is not None else ():
        if isinstance(base, Class) and (method := base.find(name)) is not None:
            return BoundMethod(instance, method)
    return UNKNOWN


def _guess(walk: Walk, owner: str, name: str) -> Value:
    return Guess.of(Symbol(name, Kind.OPEN, owner))
