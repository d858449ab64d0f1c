"""Element types: an exact one (`float32`), or a class of them as jaxtyping has (`Float`: any floating point)."""

from __future__ import annotations

from dataclasses import dataclass

FLOATS = ("float32", "float64", "float16", "bfloat16")
INTS = ("int64", "int32", "int16", "int8")
UINTS = ("uint8", "uint16", "uint32", "uint64")
COMPLEXES = ("complex64", "complex128")
EIGHT_BITS = ("float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu")
"""Floats too small for most operations: in every class of floats, but never standing for one."""

MEMBERS: dict[str, tuple[str, ...]] = {
    "float": FLOATS,
    "int": INTS,
    "uint": UINTS,
    "integer": INTS + UINTS,
    "complex": COMPLEXES,
    "inexact": FLOATS + COMPLEXES,
    "real": FLOATS + INTS + UINTS,
    "num": FLOATS + INTS + UINTS + COMPLEXES,
    "bool": ("bool",),
    "any": (*FLOATS, *INTS, *UINTS, *COMPLEXES, "bool"),
}
"""The classes; the first member of each stands for it when PyTorch is asked."""


@dataclass(frozen=True, slots=True)
class DType:
    """`name` is a class of MEMBERS or an exact element type."""

    name: str

    @property
    def members(self) -> tuple[str, ...]:
        return MEMBERS.get(self.name, (self.name,))

    @property
    def is_exact(self) -> bool:
        return len(self.members) == 1

    @property
    def family(self) -> str:
        """The narrowest class an exact type belongs to, the class itself otherwise."""
        if self.name in MEMBERS:
            return self.name
        return next((name for name in ("float", "int", "uint", "complex") if self.name in MEMBERS[name]), self.name)

    def may_be(self, other: DType) -> bool:
        """Whether some element type is in both."""
        return "any" in (self.name, other.name) or bool(self._all_members & other._all_members)

    @property
    def _all_members(self) -> frozenset[str]:
        has_floats = FLOATS[0] in self.members and not self.is_exact
        return frozenset((*self.members, *EIGHT_BITS)) if has_floats else frozenset(self.members)

    def __str__(self) -> str:
        return self.name


_JAXTYPING = {
    "Float": "float", "Int": "int", "UInt": "uint", "Integer": "integer", "Complex": "complex", "Inexact": "inexact",
    "Real": "real", "Num": "num", "Bool": "bool", "Shaped": "any", "Key": "any",
    "BFloat16": "bfloat16",
}  # fmt: skip


def from_jaxtyping(name: str) -> DType | None:
    """The element type of a jaxtyping class (`Float`, `Int32`), or None where it is none of jaxtyping's."""
    if name in _JAXTYPING:
        return DType(_JAXTYPING[name])
    exact = name.lower().replace("float8e", "float8_e")
    return DType(exact) if exact in (*MEMBERS["any"], *EIGHT_BITS) else None
