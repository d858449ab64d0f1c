"""A product in another form is proved before anything is said of it, as `proof` does for steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import einops
import torch

from shapecoach.hints.einops.journey import Call
from shapecoach.hints.einops.proof import LARGEST, done, done_symbolically, free_sizes, value_of
from shapecoach.probe import probe
from shapecoach.probe.arguments import Seq, Value
from shapecoach.probe.library import resolve
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

_ELLIPSIS = "..."
_RUNS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Product:
    """A product by its letters, without the names of any program."""

    method: str
    arguments: tuple[object, ...]
    operands: tuple[tuple[str, ...], ...]
    result: tuple[str, ...]
    constants: tuple[tuple[str, int | None], ...]
    moved: tuple[tuple[Call, ...], ...]

    @property
    def pattern(self) -> str:
        return f"{', '.join(' '.join(part) for part in self.operands)} -> {' '.join(self.result)}".strip()


@lru_cache(maxsize=2048)
def holds(product: Product) -> bool:
    """Whether einops' form does what the old one did."""
    runs = _RUNS if any(_ELLIPSIS in part for part in product.operands) else (0,)
    return all(_holds(product, run) for run in runs) and all(
        _does_the_same(product, run, witness) for run in runs for witness in (0, 1)
    )


def _axes(product: Product, part: Sequence[str], run: int) -> list[str]:
    return [one for letter in part for one in ([f"run{i}" for i in range(run)] if letter == _ELLIPSIS else [letter])]


def _holds(product: Product, run: int) -> bool:
    constants = dict(product.constants)

    def tensor(part: Sequence[str]) -> Tensor:
        names = _axes(product, part, run)
        dims = (
            Dim.of(number) if (number := constants.get(name)) is not None else Dim.of(Symbol(name)) for name in names
        )
        return Tensor(Shape(tuple(map(Axis, dims))), DType("float32"))

    operands = [tensor(part) for part in product.operands]
    moved = [done_symbolically(one, calls) for one, calls in zip(operands, product.moved, strict=True)]
    old = value_of(probe(product.method, *_arguments(product, moved)))
    new = value_of(probe("einops.einsum", (*operands, product.pattern)))
    return isinstance(old, Tensor) and isinstance(new, Tensor) and old.shape is not None and old.shape == new.shape


def _arguments(product: Product, operands: Sequence[Value]) -> tuple[tuple[Value, ...], dict[str, Value]]:
    if product.method == "torch.einsum":
        return (*product.arguments, *operands), {}
    if product.method == "torch.tensordot":
        return tuple(operands), {"dims": Seq(tuple(Seq(tuple(map(Dim.of, axes))) for axes in _axes_of(product)))}
    return tuple(operands), {}


def _axes_of(product: Product) -> tuple[tuple[int, ...], ...]:
    return product.arguments  # pyright: ignore[reportReturnType]


def _does_the_same(product: Product, run: int, witness: int) -> bool:
    constants = dict(product.constants)
    free = free_sizes(tuple(constants.values()), witness)
    sizes = dict[str, int]()
    for name in (name for part in product.operands for name in _axes(product, part, run)):
        if name not in sizes:
            sizes[name] = constants.get(name) or next(free)
    if prod(sizes.values()) > LARGEST:
        return False
    generator = torch.Generator().manual_seed(witness)
    operands = [
        torch.randn([sizes[name] for name in _axes(product, part, run)], generator=generator, dtype=torch.float64)
        for part in product.operands
    ]
    function, einsum = resolve(product.method), resolve("einops.einsum")
    assert function is not None and einsum is not None
    moved = [done(one, calls, ()) for one, calls in zip(operands, product.moved, strict=True)]
    try:
        if product.method == "torch.einsum":
            old = function(*product.arguments, *moved)
        elif product.method == "torch.tensordot":
            old = function(*moved, dims=_axes_of(product))
        else:
            old = function(*moved)
        new = einsum(*operands, product.pattern)
    except (RuntimeError, einops.EinopsError):
        return False
    alike = new.is_contiguous() or not old.is_contiguous()
    return old.shape == new.shape and alike and torch.allclose(old, new, rtol=1e-9, atol=1e-9)
