"""Steps that reduce a tensor along axes, or in blocks of them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.hints.einops.journey import Call, Journey
from shapecoach.hints.einops.leaves import RUN, CannotFollow, Group, Run, group_size, leaves
from shapecoach.hints.einops.regrouping import regrouped
from shapecoach.hints.einops.sizes import Size, size_of
from shapecoach.hints.einops.steps import FUNCTIONAL, Step, number, numbers


def reduce(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    dim, keeps = step.args.get("dim"), step.args.get("keepdim")
    if dim is None or not (keeps is None or isinstance(keeps, ast.Constant)):
        raise CannotFollow
    several = isinstance(dim, ast.Tuple | ast.List)
    axes = numbers(tuple(dim.elts) if several else (dim,))
    if not axes or (step.method == "prod" and len(axes) > 1):
        raise CannotFollow
    kept = isinstance(keeps, ast.Constant) and bool(keeps.value)
    places = {journey.place(axis) for axis in axes}
    if len(places) < len(axes):
        raise CannotFollow
    journey.slots = [
        () if place in places else slot for place, slot in enumerate(journey.slots) if kept or place not in places
    ]
    journey.reduction = step.method.removeprefix("a") if step.method.startswith("am") else step.method
    return Call(f"Tensor.{step.method}", (axes,) if several else axes, keepdim=kept)


def pool(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    """`F.max_pool2d(x, 2)`, where the blocks fill the axes for sure; `F.adaptive_avg_pool2d(x, 1)`."""
    count = int(step.method[-2])
    if RUN in journey.slots or len(journey.slots) not in (count + 1, count + 2):
        raise CannotFollow
    journey.reduction = "mean" if "avg" in step.method else "max"
    if "adaptive" in step.method:
        sizes = step.args.get("output_size")
        if sizes is None or any(number(size) != 1 for size in _each(sizes, count)):
            raise CannotFollow
        journey.slots[-count:] = [()] * count
        return Call(FUNCTIONAL + step.method, (1,))
    kernel, stride = step.args.get("kernel_size"), step.args.get("stride")
    if kernel is None or not _alike(_each(kernel, count), _each(stride or kernel, count)):
        raise CannotFollow
    blocks: list[Group] = []
    for index, length in enumerate(_each(kernel, count), start=len(journey.slots) - count):
        slot = journey.slots[index]
        assert not isinstance(slot, Run)
        journey.slots[index], block = _in_blocks(slot, size_of(after[index]), length)
        blocks.append(block)
    return Call(FUNCTIONAL + step.method, (tuple(blocks),))


def _each(sizes: ast.expr, count: int) -> list[ast.expr]:
    """The size along each axis; one for all of them is written once."""
    if not isinstance(sizes, ast.Tuple | ast.List):
        return [sizes] * count
    if len(sizes.elts) != count:
        raise CannotFollow
    return sizes.elts


def _alike(some: Sequence[ast.expr], others: Sequence[ast.expr]) -> bool:
    return [*map(ast.dump, some)] == [*map(ast.dump, others)]


def _in_blocks(slot: Group, many: Size | None, length: ast.expr) -> tuple[Group, Group]:
    """An axis as so many blocks of this length.  Where a rest is left over, pooling drops it and einops doesn't."""
    block, whole = _written(length), group_size(slot)
    if many is None or block is None or whole is None or block.constant == 1:
        raise CannotFollow
    filled = many * block
    if filled.number != whole.number or sorted(filled.factors) != sorted(whole.factors):
        raise CannotFollow
    left, right = regrouped(leaves(slot), [many, block], [None, length])
    return left, right


def _written(length: ast.expr) -> Size | None:
    match length:
        case ast.Name(id=name):
            return Size(1, (name,))
        case _:
            size = number(length)
            return None if size is None else Size(size)
