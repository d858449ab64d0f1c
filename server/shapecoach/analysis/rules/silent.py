"""The rules for what works and is probably not meant, in the order they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.rules import (
    crossed_names,
    growing_broadcast,
    lone_axis,
    lost_keepdim,
    merge_order,
    mixed_axes,
    open_squeeze,
    reduced_twice,
    scrambled_reshape,
    short_index,
    single_element,
    softmax_axis,
    swapped_operands,
)
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

_RULES = (
    growing_broadcast, lone_axis, scrambled_reshape, merge_order, crossed_names, swapped_operands, softmax_axis,
    mixed_axes, lost_keepdim, short_index, single_element, reduced_twice, open_squeeze,
)  # fmt: skip

NAMES = frozenset(rule.RULE.name for rule in _RULES)
"""What these find is in programs that run."""


def check(walk: Walk, operation: Operation, value: Value) -> None:
    """Ask every silent rule about an operation that works."""
    if walk.quiet:
        return
    for rule in _RULES:
        rule.find(walk, operation, value)
