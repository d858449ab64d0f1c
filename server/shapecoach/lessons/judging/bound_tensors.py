"""Which names of a file hold tensors when its functions run: what the shape engine should have known of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import torch

Name = tuple[str, str]
"""A scope, as the engine calls it (`Attention.forward`), and a name in it."""


def bound_tensors(path: str, run: Callable[[], object]) -> set[Name]:
    """Calls `run`, and returns which local names of the file at `path` held a tensor when their function returned."""
    found: set[Name] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        scope = code.co_qualname.replace(".<locals>", "")
        if event == "return" and code.co_filename == path and "<" not in scope:  # a lambda's names are its own affair
            found.update((scope, name) for name, value in frame.f_locals.items() if isinstance(value, torch.Tensor))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(before)
    return found
