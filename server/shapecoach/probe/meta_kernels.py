"""PyTorch's kernels for tensors without data, made quick and made to speak as users know it.

For half of its operators PyTorch has a kernel in C++ that works out the result's shape, the same that runs before the
one with data, and lays one in Python over it, for its compiler.  Nothing is compiled here.  The one in Python takes a
hundred times as long (`a + b`: 146 µs against 1.2, most of what an analysis took), refuses in other words than those
that users meet, and lets more through.  Where it is the one in C++ that lets more through, Python's stays.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import _meta_registrations as registrations  # pyright: ignore[reportPrivateUsage]

_LIBRARY = "_meta_lib_dont_use_me_use_register_meta"
_STRICTER_IN_PYTHON = frozenset(
    "addmm addmv baddbmm bmm cauchy elu exponential index_copy leaky_relu log_normal normal renorm".split()
)
"""Names without the underscore of what works in place."""

_ASKS_FOR_VALUES = frozenset("bernoulli geometric uniform".split())
"""What C++ refuses for its numbers, which nobody knows here: `uniform_(low, high)`."""


def quicken() -> bool:
    """Take the kernels in Python away where there is as good a one in C++; once in a process.

    False, with all as it was, where PyTorch doesn't keep them as is known here.
    """
    try:
        laid_over: torch.library.Library = getattr(registrations, _LIBRARY)
        kernels = [_kernel(key) for key in sorted(laid_over._op_impls)]  # pyright: ignore[reportPrivateUsage]
    except (AttributeError, KeyError, ValueError):
        return False
    laid_over._destroy()  # pyright: ignore[reportPrivateUsage]
    kept = torch.library.Library("aten", "IMPL", "Meta")
    for operator, kernel in kernels:
        beneath = torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), "Meta")  # pyright: ignore
        name = operator.overloadpacket.__name__.rstrip("_")
        if not beneath or name in _STRICTER_IN_PYTHON or name in _ASKS_FOR_VALUES:
            kept.impl(operator, kernel)  # pyright: ignore[reportUnknownMemberType]
    setattr(registrations, _LIBRARY, kept)  # which keeps it
    return True


def _kernel(key: str) -> tuple[Any, Any]:
    """The operator of an entry such as `aten/add.Tensor/Meta`, and its kernel in Python."""
    namespace, name, _ = key.split("/")
    if namespace != "aten":
        raise ValueError(key)
    packet, _, overload = name.partition(".")
    operator = getattr(getattr(torch.ops.aten, packet), overload or "default")
    return operator, operator.py_kernels[torch._C.DispatchKey.Meta]  # pyright: ignore
