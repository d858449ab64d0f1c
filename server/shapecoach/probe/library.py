"""The allowlist: the library functions a probe may call, and no others.

PyTorch's own list of overridable functions is the base; functions that make tensors are added by name.  What reads
files, starts processes, runs hooks or leaves the tensor world is not in the list or is taken out of it here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import einops
import einops.layers.torch as einops_layers
import torch
import torch.distributions
from torch.overrides import get_overridable_functions

from shapecoach.probe.arrays import allowlist

_FACTORIES = (
    "zeros ones full empty rand randn randint randperm arange range linspace logspace eye tensor as_tensor asarray "
    "empty_permuted as_strided scalar_tensor tril_indices triu_indices hann_window hamming_window blackman_window "
    "bartlett_window kaiser_window zeros_like ones_like full_like empty_like rand_like randn_like randint_like "
    "empty_strided normal bernoulli complex polar vander is_floating_point is_complex is_tensor promote_types "
    "result_type can_cast broadcast_shapes"
).split()

_TENSOR_FACTORIES = (
    "new_zeros new_ones new_full new_empty new_empty_strided new_tensor unflatten stride "
    "uniform_ normal_ exponential_ cauchy_ geometric_ log_normal_ random_"
).split()

_FORBIDDEN = frozenset(
    "from_file load save compile backward register_hook register_post_accumulate_grad_hook share_memory_ pin_memory "
    "numpy tolist __reduce_ex__ __reduce__ __setstate__ storage untyped_storage data_ptr __array__ __array_wrap__ "
    "__cuda_array_interface__ __dlpack__ __dlpack_device__ set_ apply_ map_ map2_ cuda xpu ipu mtia hpu cpu "
    "__deepcopy__ as_subclass".split()
)

_OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in "add sub mul truediv floordiv mod pow matmul and_ or_ xor lshift rshift neg pos invert "
    "lt le gt ge eq ne getitem iadd isub imul itruediv ifloordiv imod ipow imatmul iand ior ixor".split()
}
_EINOPS = ("rearrange", "reduce", "repeat", "einsum", "pack", "unpack", "parse_shape", "asnumpy")
_MODULES_LEFT_OUT = frozenset({"DataParallel", "Module", "Container", "ModuleList", "ModuleDict", "ParameterList"})
_ATTRIBUTES = frozenset({"T", "mT", "H", "mH", "real", "imag", "data", "grad", "itemsize", "nbytes"})


def _call_module(module: torch.nn.Module, *args: Any, **kwargs: Any) -> Any:
    return module(*args, **kwargs)


def _module_attribute(module: torch.nn.Module, name: str) -> Any:
    """A weight or a setting of a module.  Raises AttributeError for one that is private or a method."""
    found = None if name.startswith("_") else getattr(module, name)
    if name.startswith("_") or callable(found):
        raise AttributeError(name)
    return found


_DISTRIBUTION = "torch.distributions.Distribution."
_METHODS = frozenset("sample rsample log_prob entropy cdf icdf expand enumerate_support perplexity".split())
"""What may be called of a distribution."""


def _method(name: str) -> Callable[..., Any]:
    def call(distribution: torch.distributions.Distribution, *args: Any, **kwargs: Any) -> Any:
        return getattr(distribution, name)(*args, **kwargs)

    return call


_ON_MODULES: dict[str, Callable[..., Any]] = {
    "torch.nn.Module.__call__": _call_module,
    "Module.attribute": _module_attribute,
    **{_DISTRIBUTION + name: _method(name) for name in sorted(_METHODS)},
    "torch.distributions.kl_divergence": torch.distributions.kl_divergence,
    "torch.distributions.kl.kl_divergence": torch.distributions.kl_divergence,
    "torch.nn.utils.rnn.pad_sequence": torch.nn.utils.rnn.pad_sequence,
}
"""Operations on a module as it was built (`arguments.Module`), and others that PyTorch's own list leaves out."""


@cache
def _overridable() -> frozenset[int]:
    return frozenset(id(function) for functions in _overridable_functions().values() for function in functions)


def _overridable_functions() -> dict[Any, list[Callable[..., Any]]]:
    return get_overridable_functions()  # pyright: ignore[reportUnknownVariableType]


@cache
def resolve(path: str) -> Callable[..., Any] | None:
    """The function an operation's path names, or None where it isn't one that may be called.

    Paths are `torch.softmax`, `torch.nn.functional.relu`, `Tensor.view`, `Tensor.T`, `operator.matmul`,
    `einops.rearrange`, `torch.nn.Linear` (its class).
    """
    if path in _ON_MODULES:
        return _ON_MODULES[path]
    if path.startswith(("numpy.", "ndarray.")):
        return allowlist.resolve(path)
    space, _, name = path.rpartition(".")
    if name in _FORBIDDEN:
        return None
    if space == "operator":
        return _OPERATORS.get(name)
    if space == "einops":
        return getattr(einops, name) if name in _EINOPS else None
    if space == "Tensor":
        if name in _ATTRIBUTES:
            return operator.attrgetter(name)
        found = getattr(torch.Tensor, name, None)
        allowed = name in _TENSOR_FACTORIES or id(found) in _overridable_methods()
        return found if callable(found) and allowed else None
    if space in _CLASSES:
        found = getattr(_CLASSES[space], name, None)
        return found if is_built(found) else None
    found = _attribute(torch, path)
    if space == "torch" and name in _FACTORIES:
        return found
    return found if callable(found) and _is_allowed(path, found) else None


_SPACES = ("nn.functional", "linalg", "fft", "special", "functional", "masked", "signal.windows")
_PLUMBING = (
    "_",
    "native_",
    "cudnn_",
    "miopen_",
    "mkldnn_",
    "has_torch",
    "assert_",
    "scaled_mm",
    "scaled_g",
    "boolean_",
)
_HOMES = {
    "torch.nn.functional": ("torch._C._nn", "torch._C", None, "torch.nn.functional"),
    "torch.masked": ("torch.masked._ops",),
    "torch.signal.windows": ("torch.signal.windows.windows",),
}
"""Where a space's functions are defined, for those that PyTorch does not list as overridable."""


def _is_allowed(path: str, function: Callable[..., Any]) -> bool:
    space, _, name = path.rpartition(".")
    if space != "torch" and space.removeprefix("torch.") not in _SPACES:
        return False
    if name.startswith(_PLUMBING):
        return False
    return id(function) in _overridable() or getattr(function, "__module__", "") in _HOMES.get(space, ())


@cache
def _overridable_methods() -> frozenset[int]:
    return frozenset(id(function) for function in _overridable_functions()[torch.Tensor])


_CLASSES = {"torch.nn": torch.nn, "torch.distributions": torch.distributions, "einops.layers.torch": einops_layers}


def is_built(found: Any) -> bool:
    """Whether it is a class whose objects are kept as they were built: a module's, or a distribution's."""
    return is_module_class(found) or is_distribution_class(found)


def is_distribution_class(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, torch.distributions.Distribution)


def is_method(path: str, name: str) -> bool:
    """Whether `name` may be called of what was built of the class at `path`."""
    return name in _METHODS and path.startswith("torch.distributions.")


def is_module_class(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, torch.nn.Module) and found.__name__ not in _MODULES_LEFT_OUT


@cache
def constant(path: str) -> Any:
    """A dtype, device class or number that a dotted torch name stands for (`torch.float32`), or None."""
    found = _attribute(torch, path)
    return found if isinstance(found, torch.dtype | torch.memory_format | torch.layout) else None


@cache
def exists(path: str) -> bool:
    """Whether the torch installed here has something of this name."""
    return _attribute(torch, path) is not None


def _attribute(root: Any, path: str) -> Any:
    found = root
    for part in path.split(".")[1:]:
        # What a module holds now: merely to ask for `torch._dynamo` or `torch.onnx` would load half a second's worth.
        found = vars(found).get(part) if isinstance(found, ModuleType) else getattr(found, part, None)
        if found is None:
            return None
    return found
