"""What the user is told about operations that don't fit: in axis names, with where each came from."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shapecoach.analysis.layers import refused_axis
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.pattern_faults import Fault, fault, suspect, wrong_length
from shapecoach.analysis.pattern_places import place_in_call, place_in_pattern
from shapecoach.analysis.reasons import in_words
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Module, dims_of, tensors_of
from shapecoach.probe.masks import axes_taken
from shapecoach.probe.outcome import Never
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

LONGEST_CODE = 40
_SYMBOLS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "and_": "&", "or_": "|", "xor": "^", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=",
    "invert": "~", "neg": "-",
}  # fmt: skip


def assumed_equal(walk: Walk, operation: Operation, assumed: Sequence[tuple[Symbol, Dim]]) -> None:
    """It works only if differently named axes are equal."""
    if walk.quiet:
        return
    equalities = " and ".join(f"{symbol.name} = {walk.shown_dim(dim)}" for symbol, dim in assumed)
    symbols = [part for symbol, dim in assumed for part in (symbol, *sorted(dim.symbols(), key=lambda s: s.sort_key))]
    message = f"this works only if {equalities}: {operands(walk, operation)}"
    related = (*origins(walk, symbols), *made_here(walk, operation.node))
    walk.assumption("assumed-equal", place(walk, operation), message, symbols, related)


def never(walk: Walk, operation: Operation, outcome: Never) -> None:
    """No sizes make it work."""
    if walk.quiet:
        return
    reason = _reason(outcome.reason, operation)
    wrong_pattern = pattern_fault(walk, operation.path, operation.args, dict(operation.kwargs), operation.operands)
    if outcome.subject == "dtype":
        types = ", ".join(f"{name} is {tensor.dtype}" for name, tensor in named_tensors(walk, operation))
        message = f"{described(walk, operation)} doesn't take these element types: {types}"
        walk.finding(
            "dtype-mismatch", Severity.ERROR, place(walk, operation), message + (f" ({reason})" if reason else "")
        )
    elif wrong_pattern or outcome.subject == "pattern":
        bad_pattern(walk, operation, wrong_pattern or _refused_pattern(operation, reason))
    else:
        clash = _clash(operation)
        why = _explained(walk, operation, clash) or reason
        message = f"{described(walk, operation)} can't work, whatever the sizes: {operands(walk, operation)}"
        symbols = [symbol for dim in clash or () for symbol in sorted(dim.symbols(), key=lambda s: s.sort_key)]
        message += f" ({why})" if why else ""
        related = (*origins(walk, symbols), *made_here(walk, operation.node))
        walk.finding("shape-mismatch", Severity.ERROR, place(walk, operation), message, related)


def bad_pattern(walk: Walk, operation: Operation, wrong: Fault) -> None:
    """A pattern that can't be applied, underlined where it is wrong."""
    told = operands(walk, operation)
    message = f"`{_pattern(operation)}` doesn't fit: {wrong.why}" + (
        f"; {told}" if told and "names" not in wrong.why else ""
    )
    where = place_in_call(walk, operation, wrong.at) or place_in_pattern(walk, operation, wrong.span)
    walk.finding("einops-pattern", Severity.ERROR, where, message, made_here(walk, operation.node))


def _refused_pattern(operation: Operation, reason: str) -> Fault:
    """Why the library refuses a pattern, in its own words or ours."""
    pattern, lengths = _pattern(operation), dict(operation.kwargs)
    why = reason or "the pattern and the shape disagree"
    if "is no reduction" in reason:
        return Fault(why, at="reduction")
    unused = next((name for name in lengths if f"`{name}` is given" in reason), "")
    span = suspect(operation.path, pattern, lengths, reason)
    if span and "identifier" in reason:
        why = f"`{pattern[slice(*span)]}` can't name an axis"
    return Fault(why, span, unused or wrong_length(pattern, lengths, reason))


def _pattern(operation: Operation) -> str:
    """The pattern of a call, given by place or by name."""
    given = (*operation.args, dict(operation.kwargs).get("pattern"))
    return next((arg for arg in given if isinstance(arg, str)), "")


EINOPS = ("einops.rearrange", "einops.reduce", "einops.repeat", "einops.einsum")


def pattern_fault(walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value],
                  nodes: Sequence[ast.expr]) -> Fault | None:  # fmt: skip
    """What is wrong with the pattern of an einops or einsum call, with the operands' shapes in axis names."""
    tensors = tensors_of(tuple(args))
    names = [code(walk, node) for node in nodes] if len(nodes) == len(tensors) else [""] * len(tensors)
    said = [
        f"`{name}`" if name else f"the {tensor.framework.noun}" for name, tensor in zip(names, tensors, strict=True)
    ]
    shown = {
        tensor: f"{name} has {len(tensor.shape.axes)}: {walk.shown(tensor)}"
        for name, tensor in zip(said, tensors, strict=True)
        if tensor.shape is not None
    }
    return fault(path, args, kwargs, shown)


def place(walk: Walk, operation: Operation) -> Range:
    return walk.source.range(operation.node)


def operands(walk: Walk, operation: Operation) -> str:
    """What each tensor is: "q is (batch, seq, d_head) and k is (batch, seq)"; what is given twice is told once."""
    every = [f"{name} is {walk.shown(tensor)}" for name, tensor in named_tensors(walk, operation)]
    parts = [told for place, told in enumerate(every) if told not in every[:place] or not told.startswith("`")]
    layer = _layer(walk, operation)
    if layer:
        parts.insert(0, layer)
    return " and ".join(parts) if len(parts) < 3 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _layer(walk: Walk, operation: Operation) -> str:
    """What a layer was built with, "`self.up` is Linear(d_model, d_mlp)", where that isn't written at the call."""
    module = operation.args[0] if operation.path.endswith("__call__") else None
    func = operation.node.func if isinstance(operation.node, ast.Call) else None
    if not isinstance(module, Module) or func is None or isinstance(func, ast.Call) or not code(walk, func):
        return ""
    sizes = [walk.shown_dim(size) for size in module.args if isinstance(size, Dim)]
    sizes += [f"{name}={walk.shown_dim(size)}" for name, size in module.kwargs if isinstance(size, Dim)]
    return f"`{code(walk, func)}` is {module.path.rpartition('.')[2]}({', '.join(sizes)})" if sizes else ""


def named_tensors(walk: Walk, operation: Operation) -> list[tuple[str, Tensor]]:
    tensors = tensors_of((operation.args, operation.kwargs))
    names = [code(walk, node) for node in operation.operands]
    noun = tensors[0].framework.noun if tensors else "tensor"
    standing = ("the left side", "the right side") if len(tensors) == 2 else (f"the {noun}", *["the next"] * 9)
    if operation.name == "getitem":
        standing = (f"the {noun}", "the index", "the next")
    named: list[tuple[str, Tensor]] = []
    for index, tensor in enumerate(tensors):
        are_told = len(names) == len(tensors) or operation.name == "getitem"
        name = names[index] if index < len(names) and are_told else ""
        named.append((f"`{name}`" if name else standing[min(index, len(standing) - 1)], tensor))
    return named


def code(walk: Walk, node: ast.AST) -> str:
    """The node's own text where it is short enough to read in a sentence."""
    text = walk.source.segment(node)
    return text if len(text) <= LONGEST_CODE else ""


def described(walk: Walk, operation: Operation) -> str:
    """What is called, as the user wrote it."""
    if operation.name == "getitem":
        return f"`{code(walk, operation.node) or 'this index'}`"
    if operation.path.startswith("operator."):
        return f"`{_SYMBOLS.get(operation.name, _SYMBOLS.get(operation.name[1:], 'this'))}`"
    if operation.path.endswith("__call__"):
        name = code(walk, operation.node.func) if isinstance(operation.node, ast.Call) else ""
        module = operation.args[0].path.rpartition(".")[2] if isinstance(operation.args[0], Module) else "module"
        return f"`{name}` ({module})" if name else f"this {module}"
    return f"`{operation.name}`"


def origins(walk: Walk, symbols: Sequence[Symbol]) -> tuple[Related, ...]:
    """Where each symbol came from."""
    related: list[Related] = []
    for symbol in dict.fromkeys(symbols):
        origin = walk.origins.get(symbol)
        if origin is not None:
            related += origin.related(symbol.name)
    return tuple(related)


def made_here(walk: Walk, node: ast.AST) -> tuple[Related, ...]:
    """Where the tensors that an expression names were made, if that is certain: what doesn't fit may be wrong there."""
    places: dict[str, Related] = {}
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and (made := walk.made_at.get(part.id)) is not None:
            tensor, place = made
            if walk.env.get(part.id) is tensor:
                places[part.id] = Related(place, f"`{part.id}` is {walk.shown(tensor)} from here")
    return tuple(places.values())


def _clash(operation: Operation) -> tuple[Dim, Dim] | None:
    """The two sizes that can't meet, for the operations that everybody uses."""
    tensors = tensors_of(operation.args)
    shapes = [tensor.shape.dims if tensor.shape is not None else None for tensor in tensors]
    if operation.path.endswith("__call__"):
        refused = refused_axis(operation)
        return refused[:2] if refused is not None else None
    if len(shapes) != 2 or not shapes[0] or not shapes[1]:
        return None
    first, second = shapes[0], shapes[1]
    if operation.name in _PRODUCTS:
        inner = first[-1], second[-2 if len(second) > 1 else -1]
        return inner if inner[0] != inner[1] else None
    if not operation.path.startswith("operator.") and operation.name != "stack":
        return None
    for mine, other in zip(reversed(first), reversed(second), strict=False):
        stretches = operation.name != "stack" and 1 in (mine.constant, other.constant)
        if mine != other and not stretches and (mine - other).constant is not None:
            return mine, other
    return None


_PRODUCTS = frozenset({"matmul", "mm", "bmm", "imatmul", "mv"})


def _explained(walk: Walk, operation: Operation, clash: tuple[Dim, Dim] | None) -> str:
    """A clash in words."""
    tensors = tensors_of(operation.args)
    if operation.name == "getitem" and tensors and tensors[0].shape is not None and tensors[0].shape.rank is not None:
        picks, rank = axes_taken(operation.args[1]), tensors[0].shape.rank
        along = "one axis" if picks == 1 else f"{picks} axes"
        have = "is 1" if rank == 1 else f"are {rank or 'none'}"
        return f"it picks along {along}, and there {have}" if picks > rank else ""
    if clash is None:
        return ""
    first, second = (walk.shown_dim(dim) for dim in clash)
    if operation.path.endswith("__call__"):
        refused = refused_axis(operation)
        if refused is not None and refused[2] != -1:
            return f"its channels are axis {refused[2]}: it takes {first}, and there are {second}"
        return f"it takes a last axis of {first}, and this one is {second}"
    if operation.name in _PRODUCTS:
        other = "second-to-last of the right side" if operation.name != "mv" else "only axis of the right side"
        return f"the last axis of the left side, {first}, is summed against the {other}, {second}"
    return f"{first} meets {second}"


def _reason(reason: str, operation: Operation) -> str:
    """The library's reason, only where every number in it is one the user wrote."""
    if "\n" in reason or "EinopsError" in reason or "Error while processing" in reason:
        reason = reason.strip().splitlines()[-1].strip()
    reason = in_words(reason)
    written = {str(abs(dim.constant)) for dim in _dims(operation) if dim.constant is not None}
    numbers = re.findall(r"\d+", reason)
    if re.search(r"\?\d", reason) or any(int(number) > 9 and number not in written for number in numbers):
        return ""
    return reason


def _dims(operation: Operation) -> list[Dim]:
    everything: Value = (operation.args, operation.kwargs)
    return [*dims_of(everything), *(d for t in tensors_of(everything) if t.shape for d in t.shape.plain_dims())]
