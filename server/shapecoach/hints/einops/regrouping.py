"""What `view` does to the axes: leaves are cut and put together until they have the sizes that are asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from shapecoach.hints.einops.leaves import CannotFollow, Group, Leaf
from shapecoach.hints.einops.sizes import Size, product, size_of
from shapecoach.hints.einops.steps import number

Outs = Sequence[Size | None]
Lengths = Sequence[ast.expr | None]


def regrouped(atoms: list[Leaf], outs: Outs, lengths: Lengths) -> list[Group]:
    """The leaves, which are split where need be, as axes of these sizes.

    Elements keep their order, and there are as many before as after, or the program stops.  So where the first few
    sizes have the same product on both sides, the others do too, and each part is a question of its own.
    """
    real = [index for index, size in enumerate(outs) if size is None or size.constant != 1]
    groups = _match(atoms, [outs[index] for index in real], [lengths[index] for index in real])
    found: list[Group] = [()] * len(outs)
    for index, group in zip(real, groups, strict=True):
        found[index] = group
    return found


def _match(atoms: list[Leaf], outs: Outs, lengths: Lengths) -> list[Group]:
    if not atoms and not outs:
        return []
    if not atoms or not outs:
        raise CannotFollow
    if is_same(atoms[0].size, outs[0]) and len(atoms) > 1 and len(outs) > 1:
        return [_alone(atoms[0], lengths[0]), *_match(atoms[1:], outs[1:], lengths[1:])]
    if is_same(atoms[-1].size, outs[-1]) and len(atoms) > 1 and len(outs) > 1:
        return [*_match(atoms[:-1], outs[:-1], lengths[:-1]), _alone(atoms[-1], lengths[-1])]
    if len(outs) == 1:
        return [_alone(atoms[0], lengths[0])] if len(atoms) == 1 else [_merged(atoms, lengths[0])]
    if len(atoms) == 1:
        atoms[0].parts = [Leaf(size, _if_given(length)) for size, length in zip(outs, lengths, strict=True)]
        return [(part,) for part in atoms[0].parts]
    for total in range(2, len(atoms) + len(outs)):
        for first in range(1, min(total, len(atoms))):
            second = total - first
            if 0 < second < len(outs) and is_same(product([a.size for a in atoms[:first]]), product([*outs[:second]])):
                left = _match(atoms[:first], outs[:second], lengths[:second])
                return [*left, *_match(atoms[first:], outs[second:], lengths[second:])]
    finer = [part for atom in atoms for part in _in_factors(atom)]
    if len(finer) == len(atoms):
        raise CannotFollow
    return _match(finer, outs, lengths)


def _in_factors(atom: Leaf) -> list[Leaf]:
    """A leaf split into the factors of its size, in their order."""
    factors = atom.size.parts() if atom.size is not None else ()
    if len(factors) > 1:
        atom.parts = [Leaf(factor) for factor in factors]
    return atom.leaves()


def is_same(one: Size | None, other: Size | None) -> bool:
    return one is not None and other is not None and one.equals(other)


def _alone(atom: Leaf, length: ast.expr | None) -> Group:
    if atom.length is None:
        atom.length = _if_given(length)
    return (atom,)


def _merged(atoms: list[Leaf], length: ast.expr | None) -> Group:
    """The leaves as one axis; where the program writes it as a product, it says what each of them is called.

    All factors but one are the sizes of all leaves but one: then the two that are left are the same, too.
    """
    factors = list(_factors(length)) if length is not None else []
    left = list(atoms)
    for factor in [*factors]:
        same = next((atom for atom in left if is_same(atom.size, size_of(ast.unparse(factor)))), None)
        if same is not None:
            left.remove(same)
            factors.remove(factor)
            _alone(same, factor)
    if len(left) == len(factors) == 1:
        _alone(left[0], factors[0])
    return tuple(atoms)


def _factors(length: ast.expr) -> Iterator[ast.expr]:
    match length:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case _:
            yield length


def _if_given(length: ast.expr | None) -> ast.expr | None:
    return None if length is None or number(length) == -1 else length
