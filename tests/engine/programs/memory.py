"""A bound on memory while random programs are written and run: what asks for more fails as any other mistake does."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

MOST_BYTES = 8 * 2**30  # of address space; a process that has torch in it takes about one


@contextmanager
def bounded_memory() -> Generator[None]:
    """Where the system can't bound it, nothing happens."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MOST_BYTES if hard == resource.RLIM_INFINITY else min(MOST_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
