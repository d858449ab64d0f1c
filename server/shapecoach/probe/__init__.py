"""Asking PyTorch and einops what comes out of an operation, on tensors without data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksAtOneLength, WorksIf
from shapecoach.probe.unknown import fresh_dim

if TYPE_CHECKING:
    from shapecoach.probe.ask import probe

__all__ = ["Never", "Outcome", "Unclear", "Works", "WorksAtOneLength", "WorksIf", "fresh_dim", "probe"]


def __getattr__(name: str) -> Any:
    """`probe`, when it is asked for: it imports torch.

    The rules and their pages need only what an outcome is, and the language server must not wait for torch.
    """
    if name == "probe":
        from shapecoach.probe.ask import probe

        return probe
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
