"""A softmax along another axis than the keys or the vocabulary, or along the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.along import axis_of, dim_at
from shapecoach.analysis.rules.roles import is_batch, is_choice, names_of, role_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.dim import Kind
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="softmax-axis",
    severity=Severity.WARNING,
    summary="A softmax along another axis than the keys or the vocabulary, or along the batch.",
    explanation="""
The shape is the same along whichever axis a softmax goes, so nothing stops it from going along the wrong one. Attention
scores are normalised over the keys, so that each query's weights add up to 1; logits over the vocabulary. Along the
batch, what one example gives (of a cumulative sum or of `normalize`, too) would depend on which others happen to be in
the batch with it.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def pattern(scores: Float[Tensor, "batch head query key"]) -> Float[Tensor, "batch head query key"]:
    return scores.softmax(dim=-2)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def pattern(scores: Float[Tensor, "batch head query key"]) -> Float[Tensor, "batch head query key"]:
    return scores.softmax(dim=-1)
""",
)

_SOFTMAX = frozenset({"softmax", "log_softmax", "softmin", "gumbel_softmax"})
_MIXES = frozenset({"cumsum", "cumprod", "logcumsumexp", "normalize"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """Another axis than the keys beside the queries, than the vocabulary, or the batch beside other axes."""
    found = axis_of(operation, _SOFTMAX | _MIXES)
    if found is None:
        return
    name, tensor, at = found
    assert tensor.shape is not None
    names = names_of(tensor.shape)
    keys = [index for index, other in enumerate(names) if role_of(other) == "k"]
    queries = [other for other in names if role_of(other) == "q"]
    choices = [index for index, other in enumerate(names) if is_choice(other)]
    if name in _SOFTMAX and len(queries) == len(keys) == 1 and at != keys[0]:
        key = names[keys[0]]
        why = (
            f"attention normalises over {key}, so that the weights of each {queries[0]} add up to 1: "
            f"`dim={keys[0] - len(names)}`"
        )
    elif name in _SOFTMAX and len(choices) == 1 and at != choices[0]:
        why = f"logits are normalised over {names[choices[0]]}: `dim={choices[0] - len(names)}`"
    elif is_batch(names[at]) and _is_among_others(tensor, at):
        why = "what one example gives then depends on the others in its batch"
    else:
        return
    message = f"`{name}` goes along {names[at] or f'axis {at}'} of {walk.shown(tensor)}; {why}"
    walk.finding(RULE.name, RULE.severity, place(walk, operation), message)


def _is_among_others(tensor: Tensor, at: int) -> bool:
    """Whether an axis is the only one that the examples go along, and not the only one there is."""
    rank = len(tensor.shape.axes) if tensor.shape is not None else 0
    others = [dim for axis in range(rank) if axis != at and (dim := dim_at(tensor, axis)).constant != 1]
    symbols = [symbol for dim in others for symbol in dim.symbols()]
    return bool(others) and not any(is_batch(symbol.name) or symbol.kind is Kind.UNKNOWN for symbol in symbols)
