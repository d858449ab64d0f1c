"""Getting PyTorch ready to be asked often and quickly."""

from __future__ import annotations

import gc
import types
from functools import cache
from typing import Any

import torch

from shapecoach.probe.meta_kernels import quicken


@cache
def prepare() -> None:
    """Once in a process, before the first question and before `gc.freeze`, which hides what is there."""
    quicken()
    leave_out_the_compiler()
    torch.set_num_threads(1)  # the tensors with data are tiny, and other processes want the cores


def leave_out_the_compiler() -> None:
    """Keep PyTorch's reference kernels from importing all of torch.compile, 0.9 s, only to switch it off for them.

    `torch._compile._disable_dynamo` wraps each of them in `inner`, which looks for this very attribute before it
    imports.  Where a version of PyTorch does it differently nothing is changed, and the import is paid for.
    """
    wrap: Any = getattr(torch, "_disable_dynamo", None)
    constants = getattr(getattr(wrap, "__code__", None), "co_consts", ())
    code = next((part for part in constants if isinstance(part, types.CodeType) and part.co_name == "inner"), None)
    if code is None or "fn" not in code.co_freevars:
        return
    place = code.co_freevars.index("fn")
    for wrapper in gc.get_objects():
        if type(wrapper) is types.FunctionType and wrapper.__code__ is code and wrapper.__closure__:
            kernel = wrapper.__closure__[place].cell_contents
            kernel.__dynamo_disable = kernel
