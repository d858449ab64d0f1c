"""Which tensors are one: by being one object, so that what changes the one in place changes the other."""

from __future__ import annotations

from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import map_value
from shapecoach.shapes.tensor import Tensor


def as_a_value_of_its_own(value: Value) -> Value:
    """A value made of tensors that are no other operation's."""
    return map_value(value, lambda leaf: replace(leaf) if isinstance(leaf, Tensor) else leaf)
