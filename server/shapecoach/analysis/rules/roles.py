"""What the name of an axis or a tensor says it is for: the query, the key, the examples of a batch."""

from __future__ import annotations

from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim

_ROLES = {"q": "q", "query": "q", "queries": "q", "k": "k", "key": "k", "keys": "k"}
_BATCH = frozenset({"batch", "batch_size", "n_batch", "bsz"})


def role_of(name: str) -> str | None:
    """Whether a name speaks of the query or of the key: `q`, `seq_q`, `W_Q`, `query`, `key_pos`."""
    roles = {_ROLES[part] for part in name.lower().split("_") if part in _ROLES}
    return roles.pop() if len(roles) == 1 else None


def names_of(shape: Shape) -> tuple[str, ...]:
    """The name of every axis that is one symbol, and "" for the others."""
    return tuple(_name(axis.dim) if isinstance(axis, Axis) else "" for axis in shape.axes)


def _name(dim: Dim) -> str:
    return dim.symbol.name if dim.symbol is not None and not dim.is_unknown else ""


def is_batch(name: str) -> bool:
    return name in _BATCH
