"""The kinds of slips: each is a function from a node of a program to the edits that make a slip there."""

from __future__ import annotations

from . import axes, operands, patterns
from .edits import Slips

SLIPS: dict[str, Slips] = {**patterns.SLIPS, **operands.SLIPS, **axes.SLIPS}

__all__ = ["SLIPS"]
