"""Every kind of finding, one file each."""

from __future__ import annotations

from shapecoach.analysis.rules import (
    annotation_syntax,
    argument_shape,
    assumed_equal,
    crossed_names,
    dtype_mismatch,
    einops_pattern,
    growing_broadcast,
    lone_axis,
    lost_keepdim,
    merge_order,
    mixed_axes,
    open_squeeze,
    prefer_einsum,
    prefer_rearrange,
    prefer_reduce,
    prefer_repeat,
    reduced_twice,
    return_shape,
    scrambled_reshape,
    shape_mismatch,
    short_index,
    single_element,
    softmax_axis,
    strided_view,
    swapped_operands,
    unused_ignore,
)
from shapecoach.analysis.rules.rule import Rule

_MODULES = (
    shape_mismatch, argument_shape, return_shape, annotation_syntax, einops_pattern, dtype_mismatch, assumed_equal,
    strided_view,
    growing_broadcast, lone_axis, scrambled_reshape, merge_order, crossed_names, swapped_operands,
    softmax_axis, mixed_axes, lost_keepdim, short_index, single_element, reduced_twice, open_squeeze,
    prefer_rearrange, prefer_repeat, prefer_reduce, prefer_einsum,
    unused_ignore,
)  # fmt: skip

RULES: dict[str, Rule] = {module.RULE.name: module.RULE for module in _MODULES}
"""All rules by name, in the order of the documentation."""

__all__ = ["RULES", "Rule"]
