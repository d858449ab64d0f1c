"""Texts with what the engine knows of them."""

from __future__ import annotations

from functools import cache

from shapecoach.analysis.model import Fact
from shapecoach.axes.reading import read_axes
from shapecoach.flow.known import Known
from shapecoach.hints import examine

HEAD = """\
import einops
import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor

"""


@cache
def known_of(text: str) -> tuple[Known, tuple[Fact, ...]]:
    """A text that begins with all imports, and its facts."""
    analysis = examine(HEAD + text)
    return Known(HEAD + text, read_axes(HEAD + text), analysis), analysis.facts


def bound(text: str, name: str, which: int = -1) -> tuple[Known, Fact]:
    """What is known where a name is bound, the last time if not said otherwise."""
    known, facts = known_of(text)
    return known, [fact for fact in facts if fact.binding and fact.name == name][which]
