"""PyTorch's operator database as questions: every sample asked symbolically, and compared with the eager result.

`python -m tests.probe.op_db FIRST STEP` prints the cases of every STEP-th operator from FIRST on, as JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from itertools import islice
from typing import Any

import torch
from torch.testing._internal.common_methods_invocations import op_db

from shapecoach.probe import Never, Outcome, Works, WorksIf, library, probe
from shapecoach.probe.arguments import Listing, Module, Real, Seq, Slice, Value, tensors_of
from shapecoach.probe.question import Question
from shapecoach.probe.result import work_out
from shapecoach.probe.solve import is_quotient
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

SAMPLES = 8
"""The most samples that are taken of one operator."""

VERDICTS = {
    "exact": "the eager shape, for symbolic sizes",
    "hangs on data": "a size that only the values tell, fresh and named as it should be, the others exact",
    "exact at its sizes": "the eager shape, once the sizes are given as numbers",
    "unknown": "nothing, or a shape with an unknown size in it",
    "wrong": "another shape, or an error where PyTorch has none",
    "not asked": "internal to PyTorch, or with arguments that no source text has",
}

PREFERRED = (torch.float32, torch.int64, torch.bool, torch.complex64)


ARGUMENTS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "nn.functional.embedding": lambda weight, indices: (indices, weight),
    "special.polygamma": lambda x, n: (n, x),
    "einsum": lambda operands, equation: (equation, *operands),
    "svd_lowrank": lambda a, b: (a @ b.mT,),
    "pca_lowrank": lambda a, b: (a @ b.mT,),
}
"""Operators whose samples are in another order than a user's call, which the database's own lambdas put right."""


@dataclass(frozen=True)
class Case:
    """What became of one sample.  `verdict` is one of VERDICTS."""

    operator: str
    verdict: str
    detail: str = ""


@dataclass(frozen=True)
class Built:
    """A module, by the class and the arguments that it is built of; its arguments may be modules in turn."""

    cls: type[torch.nn.Module]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def module(self) -> torch.nn.Module:
        def made(value: Any) -> Any:
            return value.module() if isinstance(value, Built) else value

        return self.cls(*map(made, self.args), **{name: made(value) for name, value in self.kwargs.items()}).eval()


class InexpressibleError(Exception):
    """A sample's argument that is no value of the probes' vocabulary."""


def examine_operator(index: int) -> list[Case]:
    """The cases of one operator of the database."""
    info = op_db[index]
    name = info.name + (f" ({info.variant_test_name})" if info.variant_test_name else "")
    torch.manual_seed(0)
    supported = info.supported_dtypes("cpu")
    dtype = next((dtype for dtype in (*PREFERRED, *sorted(supported, key=str)) if dtype in supported), None)
    if dtype is None:
        return [Case(name, "not asked", "not for this kind of machine")]
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        samples = islice(info.sample_inputs("cpu", dtype, requires_grad=False), SAMPLES)
        return [_examine(name, info, sample) for sample in samples]


def _examine(name: str, info: Any, sample: Any) -> Case:
    args, kwargs = (sample.input, *sample.args), dict(sample.kwargs)
    if info.name in ARGUMENTS:
        args = ARGUMENTS[info.name](*args)
    try:
        _express(args, kwargs, _literal)
    except InexpressibleError as reason:
        return Case(name, "not asked", str(reason))
    path, eager = _run_eagerly(info, args, kwargs)
    if path is None and (eager is None or _is_internal(info.name)):
        return Case(name, "not asked", "does not run eagerly" if eager is None else "internal")
    if path is None:
        return Case(name, "unknown", "no operation of this name may be called")
    return compared(name, path, args, kwargs, eager)


def compared(name: str, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], eager: Any) -> Case:
    """The case of one call, asked of symbolic sizes.

    An int that is as large as an axis may be any number, or be meant as that axis' size (`x.view(b, s)`): what somebody
    would write who names the axes.  Both readings must not be wrong, and the better one counts.
    """
    literal = _express(args, kwargs, _literal)
    found = [
        _compare(probe(path, *_express(args, kwargs, _symbolic, int_)), eager)
        for int_ in (_literal, _meant(_axis_sizes(args, kwargs)))
    ]
    verdict, detail = min(found, key=lambda each: _BEST_LAST.index(each[0]))
    if verdict != "wrong":
        verdict, detail = max(found, key=lambda each: _BEST_LAST.index(each[0]))
    if verdict == "wrong":
        return Case(name, verdict, f"{path} {detail} for {_shapes(literal)}")
    if verdict == "unknown":
        again, _ = _compare(probe(path, *literal), eager)
        verdict = "exact at its sizes" if again in ("exact", "hangs on data") else again
        detail = f"{path}: {detail or _refusal(path, *literal)} for {_shapes(literal)}"
    return Case(name, verdict, detail)


_BEST_LAST = ("wrong", "unknown", "hangs on data", "exact")


def _axis_sizes(args: tuple[Any, ...], kwargs: dict[str, Any]) -> set[int]:
    return {size for tensor in _eager_tensors([*args, *kwargs.values()]) for size in tensor.shape}


def _meant(sizes: set[int]) -> Callable[[int], Dim]:
    """An int of the sample as the axis that has its size."""
    return lambda number: _symbolic(number) if number in sizes else _literal(number)


# -- a sample's arguments as symbolic ones -----------------------------------------------------------------------


def _symbolic(size: int) -> Dim:
    """Sizes 0 and 1 mean something of their own; every other is a symbol."""
    return Dim.of(Symbol(f"n{size}")) if size > 1 else Dim.of(size)


def _literal(size: int) -> Dim:
    return Dim.of(size)


def _express(
    args: tuple[Any, ...], kwargs: dict[str, Any], axis: Callable[[int], Dim], number: Callable[[int], Dim] = _literal
) -> tuple[list[Value], dict[str, Value]]:
    """The arguments as symbolic ones: `axis` says what the size of an axis is, `number` what an int is."""
    named = {name: _value(value, axis, number) for name, value in kwargs.items()}
    return [_value(arg, axis, number) for arg in args], named


def _value(value: Any, axis: Callable[[int], Dim], number: Callable[[int], Dim]) -> Value:
    match value:
        case torch.Tensor():
            if value.layout is not torch.strided or value.is_quantized or value.is_nested:
                raise InexpressibleError(f"a tensor of layout {value.layout}")
            return Tensor(
                Shape.of(*(axis(size) for size in value.shape)), DType(str(value.dtype).removeprefix("torch."))
            )
        case Built():
            args, kwargs = _express(value.args, value.kwargs, axis, number)
            return Module(f"torch.nn.{value.cls.__name__}", tuple(args), tuple(sorted(kwargs.items())))
        case None | bool() | str() | torch.dtype() | torch.memory_format() | torch.device() | torch.layout():
            return value
        case int():
            return number(value)
        case float():
            return Real(value)
        case slice():
            return Slice(*(_value(part, axis, number) for part in (value.start, value.stop, value.step)))
        case tuple() | list():
            return Seq(tuple(_value(item, axis, number) for item in value), isinstance(value, list))
        case _ if value is ...:
            return value
        case _:
            raise InexpressibleError(f"a {type(value).__name__}")


# -- the eager result --------------------------------------------------------------------------------------------


def _is_internal(name: str) -> bool:
    """Whether users never call an operator: it is private, a part of autograd, or has no name but in `torch.ops`."""
    return name.startswith(("_", "torch.ops.", "torch._", "native_")) or name.endswith("_backward") or name == "slice"


def _paths(name: str) -> Iterator[str]:
    """The operations a user may mean by an operator's name."""
    known = {"__getitem__": "operator.getitem", "bool": "Tensor.bool"}
    for path in (known.get(name, ""), f"torch.{name}", f"Tensor.{name}", f"Tensor.{name}_"):
        if path and library.resolve(path) is not None:
            yield path


def _run_eagerly(info: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str | None, Any]:
    """The operation that takes the sample, and what it gives; the operation is None where only torch itself has it."""
    for path in _paths(info.name):
        function = library.resolve(path)
        try:
            return path, function(*copies(args), **copies(kwargs))
        except Exception:  # a method where the sample is for a function, or the like: try the next
            continue
    try:
        return None, info.op(*copies(args), **copies(kwargs))
    except Exception:  # a sample that PyTorch itself refuses says nothing
        return None, None


def copies(value: Any) -> Any:
    match value:
        case torch.Tensor():
            return value.detach().clone()
        case dict():
            return {name: copies(item) for name, item in value.items()}
        case list() | tuple() if type(value) in (list, tuple):
            return type(value)(copies(item) for item in value)
        case _:
            return value


def _eager_tensors(value: Any) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value]
    return [tensor for item in value for tensor in _eager_tensors(item)] if isinstance(value, tuple | list) else []


# -- the comparison ----------------------------------------------------------------------------------------------


def _compare(outcome: Outcome, eager: Any) -> tuple[str, str]:
    match outcome:
        case Never():
            return "wrong", f"never works: {outcome.reason}"
        case WorksIf() if (sizes := _sizes_where(outcome)) is None:
            return "wrong", f"works only if {outcome.equations}"
        case WorksIf():
            return _compare_values(outcome.value, eager, sizes)
        case Works():
            return _compare_values(outcome.value, eager, {})
        case _:
            return "unknown", ""


def _size(symbol: Symbol) -> int:
    return int(symbol.name.removeprefix("n"))


def _sizes_where(outcome: WorksIf) -> dict[Symbol, int] | None:
    """The sizes of the quotients that an outcome brings in, or None where its equations don't hold for the sample."""
    sizes: dict[Symbol, int] = {}
    for symbol, dim in outcome.replacements:
        own = {each: _size(each) for each in dim.symbols() if not is_quotient(each)}
        for quotient in (each for each in dim.symbols() if is_quotient(each)):
            by = dim.exact_quotient(Dim.of(quotient))
            assert by is not None
            sizes[quotient] = _size(symbol) // by.evaluate(own | sizes)
        if dim.evaluate(own | sizes) != _size(symbol):
            return None
    return sizes


def _compare_values(value: Value, eager: Any, sizes: dict[Symbol, int]) -> tuple[str, str]:
    wanted, got = _eager_tensors(eager), tensors_of(value)
    if isinstance(value, Listing):  # of any length: the item stands for all of them
        got = got * (len(wanted) // max(len(got), 1))
    if any(tensor.shape is None for tensor in got) or (wanted and not got):
        return "unknown", "a tensor of unknown shape"
    if len(wanted) != len(got):
        return "wrong", f"{len(got)} tensors, not {len(wanted)}"
    verdict = "exact", ""
    for real, tensor in zip(wanted, got, strict=True):
        dims = tensor.shape.dims
        if len(dims) != real.dim():
            return "wrong", f"{tensor.shape}, not {tuple(real.shape)}"
        if tensor.dtype != DType("any") and real.dtype not in [getattr(torch, n) for n in tensor.dtype.members]:
            return "wrong", f"{tensor.dtype}, not {real.dtype}"
        for size, dim in zip(real.shape, dims, strict=True):
            if not dim.has_name:
                return "unknown", f"{tensor.shape} for {tuple(real.shape)}"
            if any(symbol.kind is Kind.UNKNOWN for symbol in dim.symbols()):
                verdict = "hangs on data", str(tensor.shape)
            elif dim.evaluate({symbol: sizes.get(symbol) or _size(symbol) for symbol in dim.symbols()}) != size:
                return "wrong", f"{tensor.shape}, not {tuple(real.shape)}"
    return verdict


def _shapes(literal: tuple[list[Value], dict[str, Value]]) -> str:
    args, kwargs = literal
    plain = [str(arg.shape) if isinstance(arg, Tensor) else repr(arg) for arg in args]
    return ", ".join([*plain, *(f"{name}={value!r}" for name, value in kwargs.items())])[:300]


def _refusal(path: str, args: list[Value], kwargs: dict[str, Value]) -> str:
    """Why nothing is known, in the library's words."""
    try:
        work_out(Question(path, tuple(args), tuple(sorted(kwargs.items()))))
    except Exception as error:  # whatever the library says is the reason
        return f"{type(error).__name__}: {str(error).strip().splitlines()[0][:120] if str(error).strip() else ''}"
    return "an unknown part"


if __name__ == "__main__":
    first, step = (int(number) for number in sys.argv[1:])
    found = [case for index in range(first, len(op_db), step) for case in examine_operator(index)]
    print(json.dumps([astuple(case) for case in found]))
