"""A pattern that calls two axes by each other's names."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from shapecoach.analysis.model import Severity
from shapecoach.analysis.pattern_places import place_of_axes
from shapecoach.analysis.patterns import einsum_pattern, read_pattern
from shapecoach.analysis.rules.roles import names_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="crossed-names",
    severity=Severity.WARNING,
    summary="A pattern that calls two axes by each other's names.",
    explanation="""
einops and einsum go by position: the first name is the first axis, whatever it is called. Where the names in the
pattern are the names of two axes in the other order, the pattern and the tensor disagree about which is which.
""",
    wrong="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def last_first(x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "d_model batch seq"]:
    return rearrange(x, "seq batch d -> d seq batch")
""",
    right="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def last_first(x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "d_model batch seq"]:
    return rearrange(x, "batch seq d -> d batch seq")
""",
)


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """Two axes of one operand, each under the name (or initial) of the other, and neither under its own."""
    for side, letters, names in _operands(operation):
        pairs = enumerate(zip(letters, names, strict=True))
        named = [(at, letter[0], name) for at, (letter, name) in pairs if len(letter) == 1 and name]
        for (here, first, axis), (there, second, other) in combinations(named, 2):
            crossed = _names(first, other) and _names(second, axis)
            if crossed and not _names(first, axis) and not _names(second, other):
                message = (
                    f"the pattern calls {axis} `{first}` and {other} `{second}`, each by the other's name: "
                    f"it goes by position, and {axis} comes first"
                )
                where = place_of_axes(walk, operation, side, here, there)
                walk.finding(RULE.name, RULE.severity, where, message)
                return


def _operands(operation: Operation) -> list[tuple[int, tuple[tuple[str, ...], ...], tuple[str, ...]]]:
    """The place of each operand, what the pattern calls its axes, and what they are called."""
    read = einsum_pattern(operation.path, operation.args)
    if read is not None:
        pattern, tensors = read
    elif operation.path in ("einops.rearrange", "einops.reduce", "einops.repeat"):
        text = next((arg for arg in operation.args if isinstance(arg, str)), "")
        single, tensors = read_pattern(text), tensors_of(operation.args)
        if single is None or len(tensors) != 1:
            return []
        pattern = single
    else:
        return []
    return [
        (side, letters, names_of(tensor.shape))
        for side, (letters, tensor) in enumerate(zip(pattern.inputs, tensors, strict=False))
        if tensor.shape is not None and tensor.shape.dims is not None and len(letters) == len(tensor.shape.dims)
    ]


def _names(letter: str, axis: str) -> bool:
    """Whether a pattern's name is meant for an axis: the same word, or the initial of the whole or its last word."""
    if letter == axis:
        return True
    return len(letter) == 1 and letter in (axis[0], axis.rpartition("_")[2][:1])
