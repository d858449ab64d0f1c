"""Hints for chains of steps that move, cut, merge, repeat or reduce axes: `x.view(b, s, h, d).transpose(1, 2)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapecoach.analysis.model import Finding
from shapecoach.analysis.rules import prefer_rearrange, prefer_reduce, prefer_repeat
from shapecoach.hints.einops.following import follow
from shapecoach.hints.einops.joins import JOINED, JOINED_COPIES, JOINS, OF_LISTS
from shapecoach.hints.einops.journey import Journey
from shapecoach.hints.einops.leaves import CannotFollow, Run, leaves
from shapecoach.hints.einops.names import Names, names_of
from shapecoach.hints.einops.proof import holds
from shapecoach.hints.einops.rewriting import Rewriting, rewriting
from shapecoach.hints.einops.site import File
from shapecoach.hints.einops.steps import POOLS, REDUCTIONS, Step, number, step_of

_RULES = {
    "rearrange": prefer_rearrange.RULE.name,
    "repeat": prefer_repeat.RULE.name,
    "reduce": prefer_reduce.RULE.name,
}


@dataclass(frozen=True)
class Chain:
    """Steps one after the other, of the tensor that `base` gives, and what they come to."""

    base: ast.expr
    steps: tuple[Step, ...]
    journey: Journey
    goes_on: bool  # with a `view` that can't be followed, and which the moves were made for


def chains(file: File, node: ast.expr) -> Iterator[Chain]:
    """The chains that an expression ends with: mostly one; more where a step between them can't be followed."""
    steps: list[Step] = []
    step = step_of(node)
    while step is not None:
        steps.append(step)
        step = step_of(step.before)
    left = steps[::-1]
    while left:
        chain = _longest(file, left)
        if chain is None:
            del left[0]
        else:
            yield chain
            del left[: len(chain.steps)]


def _longest(file: File, steps: Sequence[Step]) -> Chain | None:
    """As many of the steps as can be followed, from the first on."""
    dims = _dims_before(file, steps[0])
    if dims is None:
        return None
    taken: list[Step] = []
    for step in steps:
        after = file.dims(step.node)
        if after is None or not all(map(file.is_plain, (*step.args.values(), *step.sizes))):
            break
        is_of_list = step.method in OF_LISTS
        if is_of_list and taken:
            break
        if not is_of_list and step.method not in REDUCTIONS and file.dtype(step.node) != file.dtype(step.before):
            break
        if step.method == "mean" and "complex" in (file.dtype(step.before) or ""):
            break  # einops takes means of real numbers only
        if not _can_follow(dims, file, [*taken, step]):
            break
        taken.append(step)
    while taken and taken[-1].method == "contiguous":
        taken.pop()
    if not taken or taken[0].method == "contiguous":
        return None
    journey = _followed(dims, file, taken)
    if taken[0].method == JOINED and _stays_joined(journey):
        return None
    rest = [step.method for step in steps[len(taken) :] if step.method != "contiguous"]
    goes_on = rest[:1] in (["view"], ["reshape"])
    return Chain(steps[0].before, tuple(taken), journey, goes_on)


def _dims_before(file: File, step: Step) -> Sequence[str] | None:
    """The axes before a step; those of a list begin with its own."""
    if step.method not in OF_LISTS:
        return file.dims(step.before)
    if isinstance(step.before, ast.List | ast.Tuple):
        found = {file.dims(item) for item in step.before.elts}
        dims = found.pop() if len(found) == 1 else None
        return None if dims is None or "?" in dims else (str(len(step.before.elts)), *dims)
    after, axis = file.dims(step.node), step.number("dim", 0)
    if not after or axis is None or not -len(after) <= axis < len(after) or any(map(_is_run, after)):
        return None
    return (after[axis], *(dim for place, dim in enumerate(after) if place != axis % len(after)))


def _stays_joined(journey: Journey) -> bool:
    """Whether what was joined is left as one axis: then `cat` says it, and the steps after it are for another form."""
    slots = [leaves(slot) for slot in journey.slots if not isinstance(slot, Run)]
    return any(slot[0] is journey.items and len(slot) > 1 for slot in slots if slot)


def _is_run(dim: str) -> bool:
    return dim.startswith(("*", "..."))


def _can_follow(dims: Sequence[str], file: File, steps: Sequence[Step]) -> bool:
    try:
        _followed(dims, file, steps)
    except CannotFollow:
        return False
    return True


def _followed(dims: Sequence[str], file: File, steps: Sequence[Step]) -> Journey:
    journey = Journey.of(dims, is_list=steps[0].method in OF_LISTS)
    for step in steps:
        after = file.dims(step.node)
        assert after is not None
        follow(journey, step, after)
    return journey


def hint(file: File, chain: Chain) -> Finding | None:
    """The hint for a chain, where it earns one and the other form was proved."""
    try:
        found, parts = rewriting(chain.journey)
    except CannotFollow:
        return None
    node = chain.steps[-1].node
    declared = file.declared([chain.base, *(step.node for step in chain.steps)])
    items = chain.base.elts if isinstance(chain.base, ast.List | ast.Tuple) else ()
    names = names_of(chain.journey, parts, file.source.raw(node), declared, items)
    if not _earns(chain, found, names) or not holds(found):
        return None
    lengths = [
        f"{names.names[leaf]}={_written(file, parts[leaf].length, found.constants[leaf])}" for leaf in found.given
    ]
    quote = file.quote
    reduction = [f"{quote}{found.reduction}{quote}"] if found.reduction else []
    arguments = [_operand(file, chain), f"{quote}{found.pattern(names.names)}{quote}", *reduction, *lengths]
    return file.finding(_RULES[found.operation], found.operation, node, arguments, _says(chain, found))


def _operand(file: File, chain: Chain) -> str:
    """What the new call is of; a tuple becomes a list, which is what einops takes."""
    text = file.text(chain.base)
    return f"[{text[1:-1].strip()}]" if isinstance(chain.base, ast.Tuple) else text


def _written(file: File, length: ast.expr | None, constant: int | None) -> str:
    return str(constant) if length is None else file.source.segment(length)


def _says(chain: Chain, found: Rewriting) -> str:
    moves = [step for step in chain.steps if step.method != "contiguous"]
    if len(moves) > 1:
        return f"{len(moves)} steps that one `{found.operation}` says with the names of the axes"
    return f"`{found.operation}` says it with the names of the axes"


# -- what earns a hint ------------------------------------------------------------------------------


ENOUGH = 2
MOST_LENGTHS = 2


def _earns(chain: Chain, found: Rewriting, names: Names) -> bool:
    """Whether the other form says more than what is there: steps that add up, and axes that have names."""
    moves = [step for step in chain.steps if step.method != "contiguous"]
    is_alone = len(moves) == 1
    if names.letters or names.numbers * 2 >= len(names.names) or (is_alone and chain.goes_on):
        return False
    if is_alone and len(found.given) > MOST_LENGTHS:
        return False  # each would be named three times, and once in `x.reshape(n, depth, height, width, -1)`
    if not found.before or found.before == found.after or (is_alone and _is_made_there(chain.base)):
        return False
    return sum(_weight(chain, step, is_alone) for step in moves) >= ENOUGH


def _is_made_there(base: ast.expr) -> bool:
    """`torch.arange(h * w).view(h, w)`: the axes have no names yet that could be mixed up."""
    return isinstance(base, ast.Call) and isinstance(base.func, ast.Attribute) and base.func.attr in _MAKING


_MAKING = frozenset("arange linspace rand randn randint randperm tensor zeros ones full empty eye".split())
_QUIET = frozenset({"[]", "unsqueeze", "squeeze"})
_SLIGHT = frozenset({"T", "mT", "t", "flatten", "expand", "repeat_interleave", "unflatten"})


def _weight(chain: Chain, step: Step, is_alone: bool) -> int:
    """How much a reader has to count at a step: `ENOUGH` is worth a hint by itself."""
    rank = len(chain.journey.roots)
    match step.method:
        case method if method in _QUIET:
            return 0
        case "transpose" | "swapaxes" | "swapdims":
            axes = {number(node) for node in step.args.values()}
            return 1 if axes == {-2, -1} or (is_alone and _are_last(axes, rank)) else 2
        case "view" | "reshape":
            lengths = sum(number(node) != -1 for node in step.sizes)
            if is_alone and rank == 1:
                return 1  # `x.view(height, width)`: its axes are named there, and there is no other to mix them up with
            return 2 if lengths > 1 and (not is_alone or _cuts_or_merges(chain.journey)) else 1
        case method if method in REDUCTIONS:
            dim = step.args["dim"]
            several = isinstance(dim, ast.Tuple | ast.List) and len(dim.elts) > 1
            if is_alone and "keepdim" in step.args:
                return 1  # `x.mean((2, 3), keepdim=True)`: the axes stay where they are counted
            if not several and chain.steps[0].method in OF_LISTS:
                return 0  # `torch.stack([x, y]).mean(0)` reads well
            return 2 if several and any(slot != () for slot in chain.journey.slots) else 1
        case method if method in _SLIGHT or method in POOLS or method in JOINS:
            return 2 if method == JOINED_COPIES and number(step.args["count"]) is None else 1
        case _:
            return 2 if rank > 2 or not is_alone else 1


def _are_last(axes: set[int | None], rank: int) -> bool:
    return {axis % rank for axis in axes if axis is not None} == {rank - 2, rank - 1}


def _cuts_or_merges(journey: Journey) -> bool:
    slots = [slot for slot in (*journey.roots, *journey.slots) if not isinstance(slot, Run)]
    return any(len(slot) > 1 or any(leaf.parts for leaf in slot) for slot in slots)
