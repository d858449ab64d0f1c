"""Functions that random programs call, some annotated and some not."""

from __future__ import annotations

import functools
import re
from typing import Any

from ..eager import checked_module
from .state import State

_FUNCTIONS = """
def centred(t: Float[Tensor, "rows cols"]) -> Float[Tensor, "rows cols"]:
    means = t.mean(0)
    return t - means

def outer(a: Float[Tensor, " m"], b: Float[Tensor, " n"]) -> Float[Tensor, "m n"]:
    product = a[:, None] * b
    return product

def pooled(t: Float[Tensor, "*lead last"]) -> Float[Tensor, "*lead"]:
    return t.mean(-1)

def differences(t: Float[Tensor, "... n"]) -> Float[Tensor, "... n-1"]:
    return t[..., 1:] - t[..., :-1]

def square(t: Float[Tensor, "n m"]) -> Float[Tensor, "n n"]:
    return t @ t.T

def scaled(t, by=2.0):
    doubled = t * by
    return doubled

def normalised(t):
    mean = t.mean(-1, keepdim=True)
    rest = t - mean
    return rest / rest.std(-1, keepdim=True)

def halves(t, n):
    return t[:n], t[n:]

def flat(t):
    *lead, last = t.shape
    return t.reshape(-1, last)

def maybe_first(t, first=False):
    if first:
        return t[0]
    return t
"""
_SOURCES = {
    match[1]: match[0].strip() + "\n" for match in re.finditer(r"def (\w+)\(.*?(?=\ndef |\Z)", _FUNCTIONS, re.DOTALL)
}
_CALLS = (
    "{new} = centred({a})", "{new} = outer({a}, {b})", "{new} = pooled({a})", "{new} = differences({a})",
    "{new} = square({a})",
    "{new} = scaled({a})", "{new} = scaled({a}, by={b})", "{new} = normalised({a})", "{new}, _ = halves({a}, 2)",
    "_, {new} = halves({a}, n=1)", "{new} = flat({a})", "{new} = maybe_first({a})",
    "{new} = maybe_first({a}, first=True)",
)  # fmt: skip


@functools.cache
def _compiled(imports: str) -> dict[str, Any]:
    return vars(checked_module(imports + "".join(_SOURCES.values()), "called"))


def namespace(imports: str) -> dict[str, Any]:
    """What a program has in scope: the imported names and every helper."""
    return dict(_compiled(imports))


def call(state: State) -> str:
    a = state.float_tensor(1)
    return state.random.choice(_CALLS).format(new=state.new_name(), a=a, b=state.partner(a))


def used_in(body: str) -> list[str]:
    """The source of every helper that is named in the body."""
    return [source for name, source in _SOURCES.items() if re.search(rf"\b{name}\(", body)]
