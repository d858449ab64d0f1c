"""What each step does to the axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from shapecoach.hints.einops import copies, cuts, joins, moves, reductions
from shapecoach.hints.einops.journey import Call, Journey
from shapecoach.hints.einops.leaves import CannotFollow
from shapecoach.hints.einops.steps import POOLS, REDUCTIONS, Step

_COPYING: Mapping[str, Callable[[Journey, Step, Sequence[str]], Call]] = {
    "expand": copies.expand,
    **dict.fromkeys(("repeat", "tile"), copies.repeat),
    "repeat_interleave": copies.interleave,
    joins.STACKED_COPIES: joins.stacked_copies,
    joins.JOINED_COPIES: joins.joined_copies,
}
_REDUCING: Mapping[str, Callable[[Journey, Step, Sequence[str]], Call]] = {
    **dict.fromkeys(REDUCTIONS, reductions.reduce),
    **dict.fromkeys(POOLS, reductions.pool),
}
_FOLLOWING: Mapping[str, Callable[[Journey, Step, Sequence[str]], Call]] = {
    **_COPYING,
    **_REDUCING,
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), moves.transpose),
    **dict.fromkeys(("T", "mT", "t"), moves.flipped),
    **dict.fromkeys(("movedim", "moveaxis"), moves.movedim),
    **dict.fromkeys(("view", "reshape"), cuts.view),
    "permute": moves.permute,
    "contiguous": moves.contiguous,
    "unsqueeze": moves.unsqueeze,
    "squeeze": moves.squeeze,
    "[]": moves.subscript,
    "flatten": cuts.flatten,
    "unflatten": cuts.unflatten,
    joins.STACKED: joins.stacked,
    joins.JOINED: joins.joined,
}


def follow(journey: Journey, step: Step, after: Sequence[str]) -> None:
    """Take one more step, after which the tensor has the axes `after`.  Raises CannotFollow.

    One pattern reduces or repeats, not both, and reduces once.
    """
    does = _FOLLOWING.get(step.method)
    if does is None or (journey.reduction and step.method in _COPYING.keys() | _REDUCING.keys()):
        raise CannotFollow
    if journey.added and step.method in _REDUCING:
        raise CannotFollow
    journey.calls.append(does(journey, step, after))
    if len(journey.slots) != len(after):
        raise CannotFollow
