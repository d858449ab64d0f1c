"""Library modules, built from what the program said of them: `torch.nn.Linear(d, h)` at the sizes of a witness."""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn.modules.lazy import LazyModuleMixin

from shapecoach.probe import library
from shapecoach.probe.arguments import Module, Value
from shapecoach.shapes.dtype import DType

META = torch.device("meta")
MOST_WEIGHTS = 2**20
"""Elements that a module on a real device may have."""


class CannotBuildError(Exception):
    """No module can be made of a spec."""


def build(spec: Module, make: Callable[[Value], Any], device: torch.device, dtype: torch.dtype) -> torch.nn.Module:
    """The module of a spec whose sizes are all numbers, memoised; `make` turns its arguments into real ones.

    `dtype` is what PyTorch calls the default one.  Shared between calls, so it must never be changed.
    Raises CannotBuildError, and whatever the module's class raises.
    """
    cls = library.resolve(spec.path)
    if isinstance(cls, type) and issubclass(cls, LazyModuleMixin):  # its first call settles its sizes
        return _construct(spec, make, dtype, device)
    key = (spec, device, dtype)
    module = _built.get(key)
    if module is None:
        on_meta = _built.get((spec, META, dtype)) or _construct(spec, make, dtype)
        module = on_meta if device == META else _with_data(on_meta, device)
        if len(_built) >= _MOST_BUILT:
            _built.clear()
        _built[spec, META, dtype] = on_meta
        _built[key] = module
    return module


_built: dict[tuple[Module, torch.device, torch.dtype], torch.nn.Module] = {}
_MOST_BUILT = 1024


def _construct(
    spec: Module, make: Callable[[Value], Any], dtype: torch.dtype, device: torch.device = META
) -> torch.nn.Module:
    cls = library.resolve(spec.path)
    if cls is None or not library.is_module_class(cls):
        raise CannotBuildError(spec.path)
    args = [make(arg) for arg in spec.args]
    kwargs = {name: make(value) for name, value in spec.kwargs if name not in ("device", "dtype")}
    layers = _with_one_layer(cls, args, kwargs)
    asked = dict(spec.kwargs).get("dtype")
    if isinstance(asked, DType) and asked.is_exact:
        dtype = getattr(torch, asked.name)
    with _default_dtype(dtype if dtype.is_floating_point else torch.float32), device:
        module: torch.nn.Module = cls(*args, **kwargs)
    if layers is not None:
        vars(module)["num_layers"] = layers  # which nothing but its reader looks at
    if not dtype.is_floating_point:
        module.to(dtype)
    # In training mode BatchNorm refuses a single value per channel, a matter of values and not of shapes.
    return module.eval()


_LAYERS: dict[type[torch.nn.Module], tuple[tuple[int, str], ...]] = {
    torch.nn.TransformerEncoder: ((1, "num_layers"),),
    torch.nn.TransformerDecoder: ((1, "num_layers"),),
    torch.nn.Transformer: ((2, "num_encoder_layers"), (3, "num_decoder_layers")),
}
"""By place and by name, how many layers a stack has that are all alike."""


def _with_one_layer(cls: Any, args: list[Any], kwargs: dict[str, Any]) -> int | None:
    """Ask for a single layer of a stack, which gives what thousands give; how many it had, if that is one number.

    A size stands for how many in a question, and each layer is a copy of the first.
    """
    stacks, asked = _LAYERS.get(cls, ()), list[int]()
    for place, name in stacks:
        count = args[place] if place < len(args) else kwargs.get(name, 1)
        if isinstance(count, int) and count > 0:
            asked.append(count)
            if place < len(args):
                args[place] = 1
            else:
                kwargs[name] = 1
    return asked[0] if len(stacks) == 1 and asked else None


@contextmanager
def _default_dtype(dtype: torch.dtype) -> Generator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _with_data(module: torch.nn.Module, device: torch.device) -> torch.nn.Module:
    """A copy with real weights, all zero: much faster than building it there, which would initialise it."""
    if sum(tensor.numel() for tensor in (*module.parameters(), *module.buffers())) > MOST_WEIGHTS:
        raise CannotBuildError("too large")
    with torch.no_grad():
        real = copy.deepcopy(module).to_empty(device=device)
        for tensor in (*real.parameters(), *real.buffers()):
            tensor.zero_()
    return real
