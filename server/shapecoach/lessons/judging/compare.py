"""The first thing in which an answer differs from the right one, said in axis names.

Always in this order: kind of value, rank, each axis, dtype, values.  Nothing is broadcast before it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.signature import Parameter, Signature, TensorType, is_run

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def difference_in_form(got: Any, wanted: Tensor, signature: Signature, inputs: Inputs) -> str | None:
    """As `difference`, for one tensor whose values are nobody's business: what is random, or right in many ways."""
    return _form(got, wanted, signature.results[0], inputs)


def difference(got: Any, wanted: Any, signature: Signature, inputs: Inputs) -> str | None:
    """What differs first, as sentences for the learner; None where nothing does."""
    if not isinstance(wanted, tuple):
        return _one(got, wanted, signature.results[0], signature, inputs)
    parts: tuple[Any, ...] = wanted  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(got, tuple) or len(got) != len(parts):  # pyright: ignore[reportUnknownArgumentType]
        return f"Your function should return {len(parts)} things, as a tuple; it returned {_kind(got)}."
    results = signature.results if len(signature.results) == len(parts) else (None,) * len(parts)
    for place, (mine, theirs, result) in enumerate(zip(got, parts, results, strict=True)):  # pyright: ignore
        told = _one(mine, theirs, result, signature, inputs)
        if told:
            return f"The {_ORDINALS[place]} thing returned: {told}"
    return None


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal: shape and dtype exactly, floats up to rounding, NaN equal to NaN.

    Two random generators are equal if they will give the same numbers.
    """
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return one.shape == other.shape and one.dtype == other.dtype and _close(one, other)
    if isinstance(one, tuple | list) and type(one) is type(other):  # pyright: ignore[reportUnknownArgumentType]
        return len(one) == len(other) and all(map(same, one, other))  # pyright: ignore
    if isinstance(one, Tensor) or isinstance(other, Tensor):
        return False
    if isinstance(one, torch.Generator) and isinstance(other, torch.Generator):
        return torch.equal(one.get_state(), other.get_state())
    try:
        return bool(one == other)
    except (TypeError, ValueError, RuntimeError):  # arrays and the like won't say yes or no
        return False


def dtype_class(tensor: Tensor) -> str:
    if tensor.dtype == torch.bool:
        return "bool"
    if tensor.is_floating_point():
        return "float"
    return "complex" if tensor.is_complex() else "integer"


def _one(got: Any, wanted: Any, result: TensorType | None, signature: Signature, inputs: Inputs) -> str | None:
    if not isinstance(wanted, Tensor):
        return None if same(got, wanted) else f"Your function returned {got!r}; it should be {wanted!r}."
    return _form(got, wanted, result, inputs) or _values(
        got, wanted, _axis_names(wanted, result, inputs.sizes), signature, inputs
    )


def _form(got: Any, wanted: Tensor, result: TensorType | None, inputs: Inputs) -> str | None:
    if not isinstance(got, Tensor):
        return f"Your function should return a tensor; it returned {_kind(got)}."
    names = _axis_names(wanted, result, inputs.sizes)
    return (
        _rank(got, wanted, names)
        or _axes(got, wanted, names, inputs.sizes)
        or _dtype(got, wanted)
        or _place(got, wanted)
    )


def _rank(got: Tensor, wanted: Tensor, names: list[str]) -> str | None:
    if got.ndim == wanted.ndim:
        return None
    return (
        f"Your answer has {_count_axes(got)}: its shape is {tuple(got.shape)}."
        f" It should have {_count_axes(wanted)}{_spelled(names)}: shape {tuple(wanted.shape)}."
    )


def _axes(got: Tensor, wanted: Tensor, names: list[str], sizes: Mapping[str, int]) -> str | None:
    for place, (mine, theirs) in enumerate(zip(got.shape, wanted.shape, strict=True)):
        if mine != theirs:
            known_as = [name for name, size in sizes.items() if size == mine and not is_run(name)]
            aside = f", which is the size of `{known_as[0]}`" if len(known_as) == 1 and mine != 1 else ""
            return (
                f"The {_ORDINALS[place]} axis should be `{names[place]}`, {theirs} long. Yours is {mine} long{aside}."
                f" Your shape is {tuple(got.shape)}; it should be {tuple(wanted.shape)}{_spelled(names)}."
            )
    return None


def _dtype(got: Tensor, wanted: Tensor) -> str | None:
    mine, theirs = dtype_class(got), dtype_class(wanted)
    if mine == theirs:
        return None
    return f"The shape is right, but your answer holds {mine}s ({got.dtype}); it should hold {theirs}s."


def _place(got: Tensor, wanted: Tensor) -> str | None:
    if got.device == wanted.device and got.layout == wanted.layout:
        return None
    return f"Your answer is a {got.layout} tensor on `{got.device}`; an ordinary one on `{wanted.device}` is wanted."


def _values(got: Tensor, wanted: Tensor, names: list[str], signature: Signature, inputs: Inputs) -> str | None:
    if _close(got, wanted):
        return None
    wrong = ~torch.isclose(got.to(wanted.dtype), wanted, rtol=1e-4, atol=1e-5, equal_nan=True)
    at = tuple(int(index) for index in wrong.nonzero()[0])
    where = _at(names, at)
    mine, theirs = got[at], wanted[at]
    sentences = [
        "The shape is right, the values are not"
        + (f": {int(wrong.sum())} of {wrong.numel()} differ." if wanted.numel() > 1 else "."),
        f"{'At ' + where + ' it' if where else 'It'} should be {_number(theirs)}{_origin(theirs, signature, inputs)};"
        f" yours is {_number(mine)}{_origin(mine, signature, inputs)}.",
    ]
    if wanted.numel() > 1 and _close(got.flatten().sort().values, wanted.flatten().sort().values):
        sentences.append("All the right values are there, but not in their places.")
    return " ".join(sentences)


def _origin(value: Tensor, signature: Signature, inputs: Inputs) -> str:
    """Where in the inputs this value comes from, if it stands there in exactly one place."""
    for parameter in signature.parameters:
        argument = inputs.arguments.get(parameter.name)
        if isinstance(argument, Tensor) and argument.is_floating_point():
            places = (argument == value).nonzero()
            if len(places) == 1:
                type_ = parameter.type if isinstance(parameter.type, TensorType) else None
                names = _axis_names(argument, type_, inputs.sizes)
                return f", which is {_element(parameter, names, [int(index) for index in places[0]])}"
    return ""


def _element(parameter: Parameter, names: list[str], at: list[int]) -> str:
    return f"`{parameter.name}` at {_at(names, tuple(at))}" if at else f"`{parameter.name}`"


def _close(one: Tensor, other: Tensor) -> bool:
    if dtype_class(one) != dtype_class(other) or one.device != other.device or one.layout != other.layout:
        return False
    if one.device.type == "meta":
        return True
    if one.layout != torch.strided:
        return _close(one.to_dense(), other.to_dense())
    return torch.allclose(one.to(other.dtype), other, rtol=1e-4, atol=1e-5, equal_nan=True)


def _axis_names(tensor: Tensor, type_: TensorType | None, sizes: Mapping[str, int]) -> list[str]:
    names = list(type_.spread(sizes)) if type_ is not None else []
    if type_ is not None and len(names) == tensor.ndim:
        return names
    return [f"axis {place}" for place in range(tensor.ndim)]


def _spelled(names: list[str]) -> str:
    return f", `{' '.join(names)}`" if names and not names[0].startswith("axis ") else ""


def _at(names: list[str], at: tuple[int, ...]) -> str:
    return ", ".join(f"{name}={index}" for name, index in zip(names, at, strict=True))


def _number(value: Tensor) -> str:
    item = value.item()
    return f"{item:.4g}" if isinstance(item, float) else str(item)


def _count_axes(tensor: Tensor) -> str:
    return "1 axis" if tensor.ndim == 1 else f"{tensor.ndim or 'no'} axes"


def _kind(value: Any) -> str:
    if value is None:
        return "nothing (is a `return` missing?)"
    if isinstance(value, Tensor):
        return "a single tensor"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
