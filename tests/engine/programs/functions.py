"""Functions that a program calls, each written for the call: with annotations or without, for one rank or several."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from .branches import condition, indented
from .sizes import SIZES, spelled
from .state import State

_PARAMETERS = ("q", "k", "v", "inputs", "h", "weights", "values", "p")
_AXES = ("n", "m", "i", "j", "length", "dim", "tokens", "d_in")


def annotation(state: State, value: torch.Tensor, lead: int = 0, variadic: str = "*lead") -> str:
    """A jaxtyping annotation that the value has; axes that have no name yet are given one.

    The first `lead` axes go by the variadic name, if there are any or it is to be written anyway.
    """
    texts = [variadic] if lead else []
    for size in value.shape[lead:]:
        text = spelled(size, state.axes)
        if text is None:
            text = _new_axis(state, size)
            state.axes[text] = size
        texts.append(text)
    return f'{_element_class(state, value)}[Tensor, "{" ".join(texts)}"]'


def _new_axis(state: State, size: int) -> str:
    """A name for a size that none of the names so far says: the class' own name for it, the program's, or another."""
    for name, other in state.self_axes.items():
        if other == size:
            return name
    taken = {*state.axes, *state.self_axes}
    named = [axis for axis, other in SIZES.items() if other == size and axis not in taken]
    if named and state.chance(0.5):
        return named[0]
    return state.random.choice([axis for axis in _AXES if axis not in taken])


def result_annotation(state: State, value: Any, lead: int = 0) -> str | None:
    """An annotation of a result in the names that the parameters gave; None if it can't be said."""
    if isinstance(value, tuple):
        parts = [result_annotation(state, part) for part in value]
        return None if None in parts else f"tuple[{', '.join(map(str, parts))}]"
    if not isinstance(value, torch.Tensor):
        return None
    texts = ["*lead"] if lead else []
    of_class = {size: name for name, size in state.self_axes.items()}
    said = [spelled(size, state.axes) or of_class.get(size) for size in value.shape[lead:]]
    if None in said and state.chance(0.8):
        return None
    texts += [text or "_" for text in said]
    return f'{_element_class(state, value)}[Tensor, "{" ".join(texts)}"]'


def _element_class(state: State, value: torch.Tensor) -> str:
    if value.dtype == torch.bool:
        return state.random.choice(["Bool", "Bool", "Shaped"])
    if value.is_floating_point():
        return state.random.choice(["Float"] * 5 + ["Num", "Shaped"])
    return state.random.choice(["Int", "Integer", "Num"])


def function(state: State) -> str:
    """A new function of one to three tensors in scope, and a call of it."""
    names = state.random.sample(list(state.tensors()), min(len(state.tensors()), state.random.choice([1, 1, 2, 2, 3])))
    values = [state.tensors()[name] for name in names]
    if any(value.numel() == 0 for value in values):
        raise LookupError("an empty tensor's sizes have no names")
    name = f"step{state.number()}"
    parameters = dict(zip(state.random.sample(_PARAMETERS, len(values)), values, strict=True))
    text, count = written(state, name, parameters)
    arguments = _arguments(state, names, list(parameters))
    state.define(name, text)
    return f"{_targets(state, count)} = {name}({arguments})"


def _arguments(state: State, names: Sequence[str], parameters: Sequence[str]) -> str:
    """By position, or the last ones by name."""
    by_name = state.random.randint(0, len(names)) if state.chance(0.3) else len(names)
    pairs = zip(parameters[by_name:], names[by_name:], strict=True)
    return ", ".join([*names[:by_name], *(f"{parameter}={name}" for parameter, name in pairs)])


def _targets(state: State, count: int) -> str:
    return ", ".join(state.new_name() for _ in range(count))


def written(state: State, name: str, parameters: dict[str, torch.Tensor], owner: Any = None) -> tuple[str, int]:
    """The text of a function with these parameters, and how many values it gives."""
    scope = {"self": owner} if owner is not None else {}
    library = {n: v for n, v in state.names.items() if n in state.library}
    inner = replace(
        state, names={**library, **scope, **{n: v.clone() for n, v in parameters.items()}}, others=[], axes={}, depth=0
    )
    style = state.random.choice(["both", "both", "both", "parameters", "none", "none"])
    if style == "none":
        state.open_ended.add(name)
    heads: list[str] = ["self"] if owner is not None else []
    before: list[str] = []
    for parameter, value in parameters.items():
        said = "" if style == "none" else f": {annotation(inner, value)}"
        heads.append(parameter + said)
    if state.chance(0.2):
        before += _optional(inner, heads, typed=style != "none")
    lines, after = inner.block(state.random.randint(1, 4))
    early = condition(after) if state.chance(0.15) else None
    results = [after.tensor() for _ in range(2 if state.chance(0.15) else 1)]
    values = tuple(after.tensors()[result] for result in results)
    arrow = ""
    if style == "both":
        said = result_annotation(inner, values if len(values) > 1 else values[0])
        arrow = f" -> {said}" if said is not None else ""
    if early is not None and len(results) == 1 and after.attempt(f"if {early}:\n    pass"):
        lines.append(f"if {early}:\n{indented([f'return {after.alike(tuple(values[0].shape))} * 1'])}")
    body = indented([*before, *lines, f"return {', '.join(results)}"])
    return f"def {name}({', '.join(heads)}){arrow}:\n{body}", len(results)


def _optional(state: State, heads: list[str], *, typed: bool) -> list[str]:
    """A parameter that may be None and mostly is."""
    name, a = f"opt{state.number()}", state.float_tensor(1)
    said = annotation(state, state.tensors()[a]) if typed else None
    heads.append(f"{name}: {said} | None = None" if said else f"{name}=None")
    state.names[name] = None
    use = state.random.choice([f"{a} = {a} + {name}", f"{a} = {a} * {name}"])
    return [
        state.random.choice([
            f"if {name} is not None:\n    {use}", f"if {name} is None:\n    {name} = torch.ones_like({a})\n{use}",
            f"{a} = {a} if {name} is None else {a} + {name}",
        ])
    ]  # fmt: skip


def variadic(state: State) -> str:
    """A function of `*lead` axes, written so that it works with none, one and two of them; called at several ranks."""
    fitting = [n for n, v in state.tensors().items() if v.ndim >= 2 and v.is_floating_point() and v.numel()]
    a = state.random.choice(fitting)
    value = state.tensors()[a]
    kept = state.random.randint(1, min(2, value.ndim - 1))
    tail = tuple(value.shape[value.ndim - kept :])
    ranks = [torch.randn(*lead, *tail) for lead in ((3,), (2, 4), ())]
    name, parameter = f"step{state.number()}", state.random.choice(_PARAMETERS)
    library = {n: v for n, v in state.names.items() if n in state.library}
    first, *others = [{**library, parameter: one} for one in ranks]
    inner = replace(state, names=first, others=others, axes={}, depth=0)
    star = state.random.choice(["*lead", "..."])
    said = annotation(inner, ranks[0], 1, star)
    lines, after = inner.block(state.random.randint(1, 3))
    result = after.tensor()
    found = [names[result] for names in (after.names, *after.others)]
    arrow = ""
    if all(isinstance(v, torch.Tensor) for v in found) and _keeps_lead(found) and state.chance(0.8):
        arrow = " -> " + str(result_annotation(inner, found[0], 1)).replace("*lead", star)
    text = f"def {name}({parameter}: {said}){arrow}:\n{indented([*lines, f'return {result}'])}"
    state.define(name, text)
    second = f"\n{state.new_name()} = {name}({a}[0])" if value.ndim > kept and state.chance(0.5) else ""
    return f"{state.new_name()} = {name}({a}){second}"


def _keeps_lead(found: Sequence[torch.Tensor]) -> bool:
    """Whether the results at leading axes (3,), (2, 4) and () begin with them and are the same behind."""
    leads = ((3,), (2, 4), ())
    starts = all(tuple(v.shape[: len(lead)]) == lead for v, lead in zip(found, leads, strict=True))
    tails = [tuple(v.shape[len(lead) :]) for v, lead in zip(found, leads, strict=True)]
    return starts and all(one == other for one, other in itertools.pairwise(tails))
