"""What the name of an axis or a tensor says it is for: the query, the key, the examples of a batch."""

from __future__ import annotations

from shapecoach.shapes.axis import Axis, Shape

_ROLES = {"q": "q", "query": "q", "queries": "q", "k": "k", "key": "k", "keys": "k"}
_CHOICES = frozenset({"vocab", "d_vocab", "n_vocab", "vocab_size", "actions", "n_actions"})
_BATCH = frozenset({"batch", "batch_size", "n_batch", "bsz", "rays", "n_rays", "num_rays"})


def role_of(name: str) -> str | None:
    """Whether a name speaks of the query or of the key: `q`, `seq_q`, `W_Q`, `query`, `key_pos`."""
    roles = {_ROLES[part] for part in name.lower().split("_") if part in _ROLES}
    return roles.pop() if len(roles) == 1 else None


def names_of(shape: Shape) -> tuple[str, ...]:
    """The name of every axis: its size where that is one symbol, or the role that a pattern gave it; or ""."""
    return tuple(_name(axis) if isinstance(axis, Axis) else "" for axis in shape.axes)


def _name(axis: Axis) -> str:
    name = axis.dim.symbol.name if axis.dim.symbol is not None and not axis.dim.is_unknown else ""
    return name if role_of(name) or not role_of(axis.label) else axis.label


def is_choice(name: str) -> bool:
    """Whether an axis holds what one is chosen of: logits are normalised over it and over nothing else."""
    return name in _CHOICES


def is_batch(name: str) -> bool:
    return name in _BATCH
