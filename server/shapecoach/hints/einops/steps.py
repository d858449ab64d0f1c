"""The steps of an idiom as they are written: `x.view(b, s, h, d).transpose(1, 2)` is x, then two steps."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

REDUCTIONS = ("sum", "mean", "prod", "amax", "amin", "any", "all")
SIGNATURES: Mapping[str, tuple[str, ...]] = {
    "transpose": ("dim0", "dim1"),
    "swapaxes": ("axis0", "axis1"),
    "swapdims": ("dim0", "dim1"),
    "movedim": ("source", "destination"),
    "moveaxis": ("source", "destination"),
    "permute": ("*dims",),
    "t": (),
    "view": ("*size",),
    "reshape": ("*shape",),
    "flatten": ("start_dim", "end_dim"),
    "unflatten": ("dim", "sizes"),
    "unsqueeze": ("dim",),
    "squeeze": ("dim",),
    "contiguous": (),
    "expand": ("*size",),
    "repeat": ("*repeats",),
    "tile": ("*dims",),
    "repeat_interleave": ("repeats", "dim"),
    **dict.fromkeys(REDUCTIONS, ("dim", "keepdim")),
}
"""The methods that are steps, each with its parameters; one with a star takes all positional arguments."""

FUNCTIONAL = "torch.nn.functional."
POOLS: Mapping[str, tuple[str, ...]] = {
    f"{how}_pool{axes}d": ("output_size",) if how.startswith("adaptive") else ("kernel_size", "stride")
    for how in ("avg", "max", "adaptive_avg", "adaptive_max")
    for axes in (1, 2, 3)
}
"""The functions of `torch.nn.functional` that reduce in blocks; with a padding or the like they are no steps."""

JOINS = {"stack": "stack", "cat": "cat", "concat": "cat", "concatenate": "cat"}
"""PyTorch's functions of lists.  As steps they are `list.stack` and `list.cat`, of one tensor many times `copies.…`."""

_AS_FUNCTIONS = frozenset(SIGNATURES) - {"view", "expand", "repeat", "contiguous"}
_ATTRIBUTES = frozenset({"T", "mT"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the node that it ends with, the tensor before it, its method (`[]` for a subscript), its arguments."""

    node: ast.expr
    before: ast.expr
    method: str
    args: Mapping[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    sizes: tuple[ast.expr, ...] = ()  # of a method with a star

    def number(self, name: str, default: int | None = None) -> int | None:
        """An argument that is written as a number; None where it isn't."""
        node = self.args.get(name)
        return default if node is None else number(node)


def number(node: ast.expr) -> int | None:
    """The int that a node is written as, with its sign."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
        case _:
            return None


def numbers(nodes: tuple[ast.expr, ...]) -> tuple[int, ...] | None:
    """The ints that nodes are written as."""
    found = tuple(number(node) for node in nodes)
    return None if None in found else tuple(one for one in found if one is not None)


def step_of(node: ast.AST) -> Step | None:
    """The last step of an expression, or None where it isn't one by its looks."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr=name)) if name in JOINS:
            return _joined(node, JOINS[name])
        case ast.Call(func=ast.Attribute(value=module, attr=name), args=[before, *args]) if name in POOLS:
            is_torchs = ast.unparse(module) in _FUNCTIONAL_AS and not isinstance(before, ast.Starred)
            return _with_arguments(node, before, name, POOLS[name], args) if is_torchs else None
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr=name)) if name in _AS_FUNCTIONS:
            if node.args and not isinstance(node.args[0], ast.Starred):
                return _called(node, node.args[0], name, node.args[1:])
            return None
        case ast.Call(func=ast.Attribute(value=before, attr=name)) if name in SIGNATURES:
            return _called(node, before, name, node.args)
        case ast.Attribute(value=before, attr=name, ctx=ast.Load()) if name in _ATTRIBUTES:
            return Step(node, before, name)
        case ast.Subscript(value=before, slice=key, ctx=ast.Load()):
            items = tuple(key.elts) if isinstance(key, ast.Tuple) else (key,)
            return Step(node, before, "[]", sizes=items) if all(map(_is_plain_item, items)) else None
        case _:
            return None


def _is_plain_item(item: ast.expr) -> bool:
    """`None`, `...`, `:`, or the first or last item."""
    match item:
        case ast.Slice(lower=None, upper=None, step=None):
            return True
        case ast.Constant(value=value):
            return value is None or value is ... or (value == 0 and not isinstance(value, bool))
        case _:
            return number(item) == -1


_FUNCTIONAL_AS = frozenset({"F", "nn.functional", "torch.nn.functional"})


def _joined(node: ast.Call, name: str) -> Step | None:
    """`torch.stack([x, y], dim=1)`, `torch.cat([x] * n)`."""
    items = node.args[0] if node.args else None
    match items:
        case ast.BinOp(left=ast.List(elts=[one]), op=ast.Mult(), right=count) if not isinstance(one, ast.Starred):
            return _with_arguments(node, one, f"copies.{name}", ("dim",), node.args[1:], {"count": count})
        case ast.List(elts=[one, *others]) | ast.Tuple(elts=[one, *others]) if others:
            if any(isinstance(each, ast.Starred) for each in (one, *others)):
                return None
            is_one = isinstance(one, ast.Name) and all(isinstance(o, ast.Name) and o.id == one.id for o in others)
            if is_one:
                count = ast.Constant(len(others) + 1)
                return _with_arguments(node, one, f"copies.{name}", ("dim",), node.args[1:], {"count": count})
            return _with_arguments(node, items, f"list.{name}", ("dim",), node.args[1:])
        case ast.ListComp(
            elt=ast.Name(id=one_id) as one,
            generators=[
                ast.comprehension(
                    target=ast.Name(id=counter), iter=ast.Call(func=ast.Name(id="range"), args=[count]), ifs=[]
                )
            ],
        ) if one_id != counter:
            return _with_arguments(node, one, f"copies.{name}", ("dim",), node.args[1:], {"count": count})
        case ast.ListComp() if name == "stack":
            return _with_arguments(node, items, "list.stack", ("dim",), node.args[1:])
        case _:
            return None


def _called(node: ast.Call, before: ast.expr, name: str, args: list[ast.expr]) -> Step | None:
    names = SIGNATURES[name]
    if not names or not names[0].startswith("*"):
        return _with_arguments(node, before, name, names, args)
    given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
    if len(given) < len(node.keywords):
        return None
    sizes = list(args)
    if given:
        if set(given) != {names[0][1:]} or sizes:
            return None
        sizes = list(given.values())
    if len(sizes) == 1 and isinstance(sizes[0], ast.Tuple | ast.List):
        sizes = sizes[0].elts
    return Step(node, before, name, sizes=tuple(sizes)) if sizes else None


def _with_arguments(
    node: ast.Call,
    before: ast.expr,
    method: str,
    names: Sequence[str],
    args: Sequence[ast.expr],
    besides: Mapping[str, ast.expr] | None = None,
) -> Step | None:
    """A step with its arguments by their names; None where it has others than these."""
    given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
    if len(given) < len(node.keywords):
        return None
    if len(args) > len(names) or any(isinstance(arg, ast.Starred) for arg in args):
        return None
    positional = dict(zip(names, args, strict=False))
    if positional.keys() & given.keys() or not given.keys() <= set(names):
        return None
    return Step(node, before, method, {**positional, **given, **(besides or {})})
