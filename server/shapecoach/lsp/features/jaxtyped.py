"""A fact as the jaxtyping annotation that one would write for it."""

from __future__ import annotations

from shapecoach.analysis.model import Fact

CAPITALISED = {"any": "Shaped", "uint": "UInt", "bfloat": "BFloat"}


def spelled(dims: tuple[str, ...]) -> str:
    """The dims as jaxtyping spells them: one after the other, no space within one.

    >>> spelled(("batch", "seq + 1", "?"))
    'batch seq+1 ?'
    """
    return " ".join(dim.replace(" ", "") for dim in dims)


def jaxtyped(fact: Fact) -> str:
    """The value as an annotation: `Float[Tensor, "batch seq"]`."""
    if fact.dims is None:
        return f"{kind_of(fact)}[{fact.framework.type_name}, ...]  # shape unknown"
    return f'{kind_of(fact)}[{fact.framework.type_name}, "{spelled(fact.dims)}"]'


def kind_of(fact: Fact) -> str:
    """jaxtyping's name for the dtype: Float for float, UInt8 for uint8, Shaped for any."""
    prefix = next((prefix for prefix in CAPITALISED if fact.dtype.startswith(prefix)), "")
    rest = fact.dtype.removeprefix(prefix)
    return CAPITALISED.get(prefix, "") + (rest if prefix else rest.capitalize()).replace("_", "")
