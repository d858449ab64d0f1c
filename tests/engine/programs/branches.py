"""if, elif, else, match, try and with."""

from __future__ import annotations

import textwrap

from .state import State


def condition(state: State) -> str:
    """A condition, on sizes or on values or on nothing that is known."""
    a = state.tensor(1)
    rank = len(state.shape(a))
    return state.random.choice([
        f"{a}.shape[0] > 3", f"{a}.float().sum() > 0", f"{a}.ndim == 2", f"{a}.shape[-1] % 2 == 0", "True",
        f"{a}.ndim == {rank}", f"len({a}) > 10", f"{a}.dim() > {rank - 1} and {a}.size(0) > 1", f"not {a}.ndim == 1",
        f"{state.size(a, 0)} > {state.size(a, rank - 1)}", f"torch.is_tensor({a})", f"isinstance({a}, Tensor)",
        f"{a}.shape[0] == 37 or {a}.ndim > 5", f"{a}.is_floating_point()", "torch.rand(1) < 0.5", f"{a} is not None",
        f"{a}.shape[0] == {a}.shape[-1]", f"(k := {a}.shape[0]) > 5", "n_groups", "n_groups == 5", "mode == 'sum'",
    ])  # fmt: skip


def indented(lines: list[str]) -> str:
    return textwrap.indent("\n".join(lines), "    ")


def both_ways(state: State) -> str:
    """One name bound in every branch, after some statements, mostly to the same shape."""
    name = state.new_name()
    one, first = state.block(state.random.randint(1, 2))
    result = first.tensor()
    one.append(f"{name} = {result}")
    other, second = state.block(state.random.randint(1, 2))
    other.append(f"{name} = {second.alike(first.shape(result)) if state.chance(0.8) else second.tensor()}")
    if state.chance(0.2):
        third, last = state.block(1)
        third.append(f"{name} = {last.alike(first.shape(result))}")
        middle = f"elif {condition(state)}:\n{indented(third)}\n"
    else:
        middle = ""
    return f"if {condition(state)}:\n{indented(one)}\n{middle}else:\n{indented(other)}"


def one_way(state: State) -> str:
    """A branch without an else, which may change names that are there."""
    lines, _ = state.block(state.random.randint(1, 2))
    return f"if {condition(state)}:\n{indented(lines)}"


def rebound(state: State) -> str:
    """A name that one branch gives another value: of the same shape, or not."""
    a = state.random.choice([name for name in state.tensors() if name.isidentifier()])
    lines, inner = state.block(1)
    value = inner.alike(state.shape(a)) if state.chance(0.7) else inner.tensor()
    return f"if {condition(state)}:\n{indented([*lines, f'{a} = {value}'])}"


def matched(state: State) -> str:
    a = state.tensor(1)
    one, first = state.block(1)
    other, second = state.block(1)
    name = state.new_name()
    result = first.tensor()
    one.append(f"{name} = {result}")
    other.append(f"{name} = {second.alike(first.shape(result))}")
    subject, case = state.random.choice([
        (f"{a}.ndim", str(len(state.shape(a)))), (f"{a}.shape", "(n, m)"), (f"{a}.shape", "(*_, n)"),
        ("mode", "'sum'"), (f"{a}.ndim", "1 | 2"), ("n_groups", "int() if n_groups > 3"),
    ])  # fmt: skip
    cases = f"case {case}:\n{indented(one)}\ncase _:\n{indented(other)}"
    return f"match {subject}:\n{textwrap.indent(cases, '    ')}"


def guarded(state: State) -> str:
    """try and with."""
    lines, inner = state.block(state.random.randint(1, 2))
    if state.chance(0.6):
        manager = state.random.choice(
            ["torch.no_grad()", "torch.inference_mode()", "torch.autograd.set_grad_enabled(False)"]
        )
        return f"with {manager}:\n{indented(lines)}"
    name, a = state.new_name(), state.tensor(1)
    body = [*lines, f"{name} = {inner.tensor()}"]
    handler = [f"{name} = {a}"]
    end = "\nfinally:\n    done = True" if state.chance(0.3) else ""
    return f"try:\n{indented(body)}\nexcept RuntimeError:\n{indented(handler)}{end}"
