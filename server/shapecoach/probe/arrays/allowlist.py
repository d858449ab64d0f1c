"""The NumPy functions that a probe may call, and no others.

All that NumPy makes public in the spaces below, but for what is taken out for one of the reasons in `_FORBIDDEN`.
Classes are never called, so there is no memmap, no matrix and no vectorize.
"""

from __future__ import annotations

import operator
import types
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy

_FORBIDDEN: dict[str, str] = {
    "reads or writes files or memory":
        "fromfile tofile load loadtxt save savetxt savez savez_compressed genfromtxt fromregex fromstring frombuffer "
        "from_dlpack dump dumps tobytes getfield setfield setflags ctypes data base",
    "calls functions of the user's":
        "apply_along_axis apply_over_axes frompyfunc fromfunction fromiter piecewise",
    "changes its arguments":
        "put place copyto fill_diagonal putmask put_along_axis fill sort partition resize shuffle byteswap",
    "changes how NumPy behaves, or tells about it":
        "seterr geterr seterrcall geterrcall setbufsize getbufsize set_printoptions get_printoptions printoptions "
        "show_config show_runtime info get_include bytes spawn bit_generator seed set_state get_state",
    "gives text, or is about dates and the like":
        "array2string array_repr array_str base_repr binary_repr format_float_positional format_float_scientific "
        "typename mintypecode datetime_as_string datetime_data busday_count busday_offset is_busday asmatrix bmat "
        "einsum_path nested_iters flat",
    "says what hangs on how the array lies in memory":
        "strides flags isfortran shares_memory may_share_memory",
}  # fmt: skip
_LEFT_OUT = frozenset(name for names in _FORBIDDEN.values() for name in names.split())
_CHANGES_ON_ARRAYS_ONLY = frozenset({"sort", "partition", "resize"})
"""The methods that change their array; the functions of the same names give a new one."""

_ATTRIBUTES = frozenset({"T", "mT", "real", "imag", "size", "ndim", "shape", "nbytes", "itemsize"})
_UFUNC_METHODS = frozenset({"reduce", "accumulate", "outer"})
_INDEXED: dict[str, Any] = {"c_": numpy.c_, "r_": numpy.r_, "mgrid": numpy.mgrid, "ogrid": numpy.ogrid}
"""What is indexed to make an array: `np.c_[x, y]`."""


@cache
def resolve(path: str) -> Callable[..., Any] | None:
    """The function that a path names (`numpy.linalg.norm`, `ndarray.reshape`), or None where it may not be called."""
    space, _, name = path.rpartition(".")
    if name in _LEFT_OUT and not (space == "numpy" and name in _CHANGES_ON_ARRAYS_ONLY):
        return None
    if name.startswith("_"):
        return None
    match space:
        case "numpy" if name in _INDEXED:
            return _INDEXED[name].__getitem__
        case "numpy" | "numpy.linalg" | "numpy.fft":
            home = operator.attrgetter(space)(_ROOT)
            found = getattr(home, name, None)
            return found if name in home.__all__ and _is_function(found) else None
        case "numpy.lib.stride_tricks":
            return numpy.lib.stride_tricks.sliding_window_view if name == "sliding_window_view" else None
        case "numpy.random" | "numpy.random.Generator":
            return _method(_generators()[space], name)
        case "ndarray":
            if name in _ATTRIBUTES:
                return operator.attrgetter(name)
            found = getattr(numpy.ndarray, name, None)
            return found if callable(found) else None
        case _:
            owner = getattr(numpy, space.removeprefix("numpy."), None)
            return getattr(owner, name) if isinstance(owner, numpy.ufunc) and name in _UFUNC_METHODS else None


@cache
def _generators() -> dict[str, Any]:
    """Of our own, so that nobody else's random state moves; NumPy imports these late, and so do we."""
    return {"numpy.random": numpy.random.RandomState(0), "numpy.random.Generator": numpy.random.default_rng(0)}


_ROOT = types.SimpleNamespace(numpy=numpy)


_FUNCTIONS = frozenset({"function", "builtin_function_or_method", "ufunc", "_ArrayFunctionDispatcher"})


def _is_function(found: Any) -> bool:
    return type(found).__name__ in _FUNCTIONS


def _method(owner: Any, name: str) -> Callable[..., Any] | None:
    found = getattr(owner, name, None)
    return found if callable(found) else None
