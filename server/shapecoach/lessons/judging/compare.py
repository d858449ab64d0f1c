"""The first thing in which an answer differs from the right one, said in axis names.

Always in this order: kind of value, rank, each axis, dtype, values.  Nothing is broadcast before it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.plain import kind_of, plain_difference
from shapecoach.lessons.judging.same import close, dtype_class
from shapecoach.lessons.judging.signature import Parameter, Signature, TensorType, is_run

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def difference_in_form(got: Any, wanted: Tensor, signature: Signature, inputs: Inputs) -> str | None:
    """As `difference`, for one tensor whose values are nobody's business: what is random, or right in many ways."""
    return _form(got, wanted, signature.results[0], inputs, same_dtype=False)


def difference(got: Any, wanted: Any, signature: Signature, inputs: Inputs, *, same_dtype: bool = False) -> str | None:
    """What differs first, as sentences for the learner; None where nothing does."""
    if not isinstance(wanted, tuple) or not any(isinstance(part, Tensor) for part in wanted):  # pyright: ignore
        return _one(got, wanted, signature.results[0], signature, inputs, same_dtype)
    parts: tuple[Any, ...] = wanted  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(got, tuple) or len(got) != len(parts):  # pyright: ignore[reportUnknownArgumentType]
        return f"Your function should return {len(parts)} things, as a tuple; it returned {kind_of(got)}."
    results = signature.results if len(signature.results) == len(parts) else (None,) * len(parts)
    for place, (mine, theirs, result) in enumerate(zip(got, parts, results, strict=True)):  # pyright: ignore
        told = _one(mine, theirs, result, signature, inputs, same_dtype)
        if told:
            return f"The {_ORDINALS[place]} thing returned: {told}"
    return None


def _one(
    got: Any, wanted: Any, result: TensorType | None, signature: Signature, inputs: Inputs, same_dtype: bool
) -> str | None:
    if not isinstance(wanted, Tensor):
        return plain_difference(got, wanted)
    return _form(got, wanted, result, inputs, same_dtype) or _values(
        got, wanted, axis_names(wanted, result, inputs.sizes), signature, inputs
    )


def _form(got: Any, wanted: Tensor, result: TensorType | None, inputs: Inputs, same_dtype: bool) -> str | None:
    if not isinstance(got, Tensor):
        return f"Your function should return a tensor; it returned {kind_of(got)}."
    names = axis_names(wanted, result, inputs.sizes)
    return (
        _rank(got, wanted, names)
        or _axes(got, wanted, names, inputs.sizes)
        or _dtype(got, wanted, same_dtype)
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


def _dtype(got: Tensor, wanted: Tensor, same_dtype: bool) -> str | None:
    mine, theirs = dtype_class(got), dtype_class(wanted)
    if mine == theirs:
        if got.dtype == wanted.dtype or not same_dtype:
            return None
        return f"The shape is right, but your answer holds numbers of {got.dtype}; {wanted.dtype} is wanted."
    return f"The shape is right, but your answer holds {mine}s ({got.dtype}); it should hold {theirs}s."


def _place(got: Tensor, wanted: Tensor) -> str | None:
    if got.device == wanted.device and got.layout == wanted.layout:
        return None
    return f"Your answer is a {got.layout} tensor on `{got.device}`; an ordinary one on `{wanted.device}` is wanted."


def _values(got: Tensor, wanted: Tensor, names: list[str], signature: Signature, inputs: Inputs) -> str | None:
    if close(got, wanted):
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
    if wanted.numel() > 1 and close(got.flatten().sort().values, wanted.flatten().sort().values):
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
                names = axis_names(argument, type_, inputs.sizes)
                return f", which is {_element(parameter, names, [int(index) for index in places[0]])}"
    return ""


def _element(parameter: Parameter, names: list[str], at: list[int]) -> str:
    return f"`{parameter.name}` at {_at(names, tuple(at))}" if at else f"`{parameter.name}`"


def axis_names(tensor: Tensor, type_: TensorType | None, sizes: Mapping[str, int]) -> list[str]:
    names = list(type_.spread(sizes)) if type_ is not None else []
    if type_ is not None and len(names) == tensor.ndim:
        return names
    return [f"axis {place}" for place in range(tensor.ndim)]


def _spelled(names: list[str]) -> str:
    return f", `{' '.join(names)}`" if names and not names[0].startswith("axis ") else ""


def _at(names: list[str], at: tuple[int, ...]) -> str:
    known = (f"axis {place}" if name.isdigit() else name for place, name in enumerate(names))  # "3" is no name
    return ", ".join(f"{name}={index}" for name, index in zip(known, at, strict=True))


def _number(value: Tensor) -> str:
    item = value.item()
    return f"{item:.4g}" if isinstance(item, float) else str(item)


def _count_axes(tensor: Tensor) -> str:
    return "1 axis" if tensor.ndim == 1 else f"{tensor.ndim or 'no'} axes"
