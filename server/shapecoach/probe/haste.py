"""Asking in haste: for trying something out, where a refusal needs no explanation.

To call an operation impossible, or to find two equalities that mend it together, takes hundreds of calls.  Who only
wants to know whether an edit helps may do without: a refusal that no single equality mends counts as Never, unproved
and remembered apart.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_hasty = ContextVar("hasty", default=False)


def is_hasty() -> bool:
    return _hasty.get()


@contextmanager
def hastily() -> Generator[None]:
    """Ask in haste within this block."""
    before = _hasty.set(True)
    try:
        yield
    finally:
        _hasty.reset(before)
