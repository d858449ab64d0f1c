"""The user's classes: their definition, the objects they make, and the typical object its methods are walked with."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from shapecoach.analysis import containers
from shapecoach.analysis.declared import read_type
from shapecoach.analysis.entry import value_of
from shapecoach.analysis.functions import bind_arguments, define, is_no_int, parameters, walk_call
from shapecoach.analysis.own_sizes import as_size, note_constructor_sizes, symbols_within
from shapecoach.analysis.signatures import Meeting, check_arguments
from shapecoach.analysis.traces import traces_of
from shapecoach.analysis.used_as_numbers import settle_attributes
from shapecoach.analysis.values import Class, Function, Guess, Instance, Library, Mapped, Value
from shapecoach.analysis.walk import DEEPEST_CALL, Walk, is_divided
from shapecoach.probe.arguments import UNKNOWN, Unknown, map_value, tensors_of
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

_DATACLASS = frozenset({"dataclass", "dataclasses.dataclass", "attrs.define", "define", "frozen", "attrs.frozen"})


def define_class(walk: Walk, node: ast.ClassDef) -> Class:
    """The value of a `class` statement."""
    from shapecoach.analysis.expressions import evaluate

    qualname = f"{walk.qualname}.{node.name}".lstrip(".")
    bases = tuple(evaluate(walk, base) for base in node.bases)
    decorators = {ast.unparse(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}
    is_dataclass = bool(decorators & _DATACLASS) or any(
        isinstance(b, Library) and b.name == "NamedTuple" for b in bases
    )
    methods: dict[str, Function] = {}
    attributes: dict[str, Value] = {}
    fields: dict[str, tuple[ast.expr, ast.expr | None]] = {}
    for base in bases:
        if isinstance(base, Class) and base.is_dataclass:
            fields.update(base.fields)
            is_dataclass = True
    made = Class(node, qualname, bases, methods, attributes, fields, walk.env, walk.module, is_dataclass)
    for statement in node.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not _is_for_setting(statement):
                methods[statement.name] = define(walk, statement, made, qualname)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                fields[name] = (annotation, value)
                if value is not None and not is_dataclass:
                    attributes[name] = evaluate(walk, value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                attributes[name] = evaluate(walk, value)
            case ast.ClassDef(name=name):
                attributes[name] = define_class(walk, statement)
            case _:
                pass
    return made


def _is_for_setting(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is the setter or deleter of a property, which goes by the property's name."""
    return any(isinstance(d, ast.Attribute) and d.attr in ("setter", "deleter") for d in node.decorator_list)


def instantiate(walk: Walk, cls: Class, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr,
                nodes: Sequence[ast.expr] = ()) -> Value:  # fmt: skip
    """`Attention(cfg)`: an object whose attributes are what `__init__` gives them for these arguments."""
    if cls.is_typed_dict and not args:
        return Mapped(tuple(kwargs.items()))
    if not cls.is_understood or (cls.node.decorator_list and not cls.is_dataclass):
        return UNKNOWN
    instance = Instance(cls, is_kept=walk.reading.keeps)
    init = cls.find("__init__")
    if init is None:
        if cls.is_dataclass:
            _fill_fields(walk, instance, args, kwargs, node, nodes)
        return instance
    if walk.depth >= DEEPEST_CALL or init in walk.stack:
        return UNKNOWN
    given = bind_arguments(walk, init, [instance, *args], kwargs, [node, *nodes])
    if given is not None:
        fits = check_arguments(walk, init, given, node)
        outer, walk.instance = walk.instance, instance
        walk_call(walk, init, given, node, fits)
        walk.instance = outer
        _open_floats(instance, {id(tensor) for tensor in tensors_of((*args, *kwargs.values()))})
    return instance


def _open_floats(instance: Instance, given: Collection[int] = ()) -> None:
    """Let a module's weights be of any float type from here on: whoever holds it may call `.double()` or `.bfloat16()`.

    What the constructor was `given` (by identity) stays what it is to its giver.
    """

    def opened(leaf: Value) -> Value:
        is_float = isinstance(leaf, Tensor) and leaf.dtype.is_exact and leaf.dtype.family == "float"
        return leaf.with_dtype(DType("float")) if is_float and id(leaf) not in given else leaf

    if instance.cls.is_module:
        for name, value in instance.attributes.items():
            instance.attributes[name] = map_value(value, opened)


def _fill_fields(walk: Walk, instance: Instance, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr,
                 nodes: Sequence[ast.expr]) -> None:  # fmt: skip
    """Give a dataclass' or named tuple's fields their values, each checked against its annotation."""
    from shapecoach.analysis.expressions import evaluate

    cls = instance.cls
    at_home = Walk(cls.module, walk.reading, cls.scope, dict(cls.closure), quiet=1, depth=walk.depth + 1)
    meeting = Meeting(walk, at_home, node)
    keywords = {word.arg: word.value for word in node.keywords} if isinstance(node, ast.Call) else {}
    for index, (name, (annotation, default)) in enumerate(cls.fields.items()):
        value: Value = UNKNOWN
        if index < len(args):
            value, at = args[index], nodes[index] if index < len(nodes) else node
        elif name in kwargs:
            value, at = kwargs[name], keywords.get(name, node)
        else:
            at = node
            if default is not None and not isinstance(default, ast.Call):
                value = evaluate(at_home, default)
        kind = read_type(at_home, annotation)
        place = cls.module.related(annotation, f"`{name}` of `{cls.qualname}` is declared here")
        meeting.check(kind, value, at, f"field `{name}` of `{cls.qualname}`", (place,))
        instance.attributes[name] = value


def typical_instance(walk: Walk, cls: Class) -> Instance:
    """The object that stands for all objects of a class: its ints are open sizes under their own names.

    Made once for each class of a module, so that everything that speaks of `cfg.d_model` speaks of the same size.
    """
    made = cls.module.typical.get(cls)
    if made is not None:
        return made
    instance = cls.module.typical[cls] = Instance(cls, is_kept=not cls.module.is_told)
    with walk.reading.budget.afresh(free=instance.is_kept), walk.reading.keeping(instance.is_kept):
        _describe(walk, instance)
    return instance


def _describe(outer: Walk, instance: Instance) -> None:
    """Give a typical object its attributes."""
    cls = instance.cls
    inner = Walk(
        cls.module, outer.reading, cls.scope, dict(cls.closure), cls=cls, instance=instance, depth=outer.depth + 1
    )
    for name, (annotation, _) in cls.fields.items():
        with inner.silently():
            instance.attributes[name] = value_of(inner, read_type(inner, annotation), name, annotation)
    init = cls.find("__init__")
    if init is not None and not cls.is_dataclass:
        _walk_typical_init(inner, init, instance)
    _open_axes(instance, frozenset({cls.scope, init.scope} if init is not None else {cls.scope}))


def _open_axes(instance: Instance, scopes: frozenset[str]) -> None:
    """Make the axes that a class' annotations name sizes of the object, which whoever holds it may find out."""
    found = symbols_within(instance.attributes.values())
    _rename_axes(instance, {s for s in found if s.kind is Kind.RIGID and s.scope in scopes}, instance.cls.scope)


def held_instance(walk: Walk, cls: Class, holder: str) -> Instance:
    """The typical object as one of several: its ints are those of the class, the axes of its tensors are its own."""
    typical = typical_instance(walk, cls)
    if not typical.axes:
        return typical
    held = typical.copy()
    _rename_axes(held, typical.axes, holder)
    return held


def as_declared(instance: Instance) -> Value:
    """An object of a declared class as the program sees it: that of a `TypedDict` is a dict."""
    return Mapped(tuple(instance.attributes.items())) if instance.cls.is_typed_dict else instance


def made_instance(walk: Walk, cls: Class, call: str) -> Instance:
    """An object that a call gives: neither its axes nor its ints need be those of any other."""
    made = held_instance(walk, cls, call)
    made = made.copy() if made is typical_instance(walk, cls) else made
    ints = symbols_within(made.attributes.values()) - made.axes
    made.substitute({i: Dim.of(Symbol(i.name, Kind.OPEN, call)) for i in ints if i.kind is Kind.OPEN})
    return made


def _rename_axes(instance: Instance, axes: Collection[Symbol], scope: str) -> None:
    renamed = {axis: Symbol(axis.name, Kind.OPEN, scope) for axis in axes}
    instance.substitute({axis: Dim.of(size) for axis, size in renamed.items()})
    instance.axes = frozenset(renamed.values())


def _walk_typical_init(outer: Walk, init: Function, instance: Instance) -> None:
    """Walk `__init__` with sizes that nobody has chosen yet, in the scope of the class."""
    from shapecoach.analysis.statements import execute_body

    walk = Walk(init.module, outer.reading, init.scope, dict(init.closure), outer.bindings, cls=init.cls,
                instance=instance, depth=outer.depth, stack=(init,), origins=outer.origins)  # fmt: skip
    for position, (parameter, default) in enumerate(parameters(init.node)):
        if position == 0:
            walk.env[parameter.arg] = instance
            continue
        kind = read_type(walk, parameter.annotation)
        kind = UNKNOWN if is_no_int(kind, default) else kind
        walk.scope = instance.cls.scope
        value = value_of(walk, kind, parameter.arg, parameter)
        if (isinstance(value, Unknown) and parameter.annotation is None) or isinstance(kind, Unknown):
            value = Guess.of(Symbol(parameter.arg, Kind.OPEN, instance.cls.scope))
        walk.env[parameter.arg] = value
        walk.scope = init.scope
        walk.note_binding(parameter.arg, value, parameter)
    for extra in (init.node.args.vararg, init.node.args.kwarg):
        if extra is not None:
            walk.env[extra.arg] = UNKNOWN
    assert not isinstance(init.node, ast.Lambda)
    note_constructor_sizes(instance, init, {p.arg: (walk.env[p.arg], None) for p, _ in parameters(init.node)})
    execute_body(walk, init.node.body)
    # What turned out equal while the object was made stays so in its methods; what a method sets, or what is None
    # and so waits to be set, may be anything by then.
    later = [traces_of(method.node, method.module.source.parsed_lines) for method in _but_init(instance.cls)]
    elsewhere = frozenset[str]().union(*(traces.assigned | traces.reshaped for traces in later))
    filled = frozenset[str]().union(*(traces.filled for traces in later))
    for name, value in instance.attributes.items():
        if value is None or name in elsewhere or (name in filled and containers.is_changeable(value)):
            instance.attributes[name] = UNKNOWN
    _open_floats(instance)
    settle_attributes(instance, walk.numbers)
    instance.substitute(walk.bindings.replacements)
    sizes = ((name, as_size(value)) for name, value in instance.attributes.items())
    instance.cls.module.class_spellings[instance.cls] = {
        size: name for name, size in sizes if size is not None and is_divided(size)
    }


def _but_init(cls: Class) -> Iterator[Function]:
    return (method for name, method in cls.methods.items() if name != "__init__")
