"""Watching one call of an answer: which torch functions it calls, and how large a tensor it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

# torch.linalg.norm calls itself `linalg_norm`; a text that forbids `norm` means it, too.
_ROOMS = ("linalg_", "special_", "fft_")


class Recorder(TorchFunctionMode):
    """Notes the names of the torch functions, Tensor methods and properties that are used while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_function__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        self.names |= plain_names(_name(func))
        return func(*args, **(kwargs or {}))


def plain_names(name: str) -> set[str]:
    """What a function goes by: `softmax` for `softmax_` and `_softmax`, `norm` as well for `linalg_norm`."""
    plain = name.removesuffix(".default").strip("_")
    return {plain, *(plain.removeprefix(room) for room in _ROOMS if plain.startswith(room))}


def _name(func: Callable[..., Any]) -> str:
    name = getattr(func, "__name__", "")
    # A property such as `x.T` is called by its getter.
    return getattr(getattr(func, "__self__", None), "__name__", name) if name == "__get__" else name


class Sizer(TorchDispatchMode):
    """Notes the largest tensor that is made while it is entered, also inside of torch's own functions.

    A view takes no memory of its own, so a tensor counts as much as what it is stored in.
    """

    def __init__(self) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.elements = 0
        self.shape: tuple[int, ...] = ()

    def __torch_dispatch__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        for made in tree_leaves(result):
            if isinstance(made, Tensor) and made.layout == torch.strided:
                elements = made.untyped_storage().nbytes() // made.element_size()
                if elements > self.elements:
                    self.elements, self.shape = elements, tuple(made.shape)
        return result
