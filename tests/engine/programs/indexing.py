"""Indexing in every form."""

from __future__ import annotations

from .state import State

_ITEMS = (
    ":", ":", ":", "0", "-1", "1:", ":-1", "None", "...", "::2", "2:5", ":3", "1:-1", "-2:", "::3", "None", "[0, 2]",
    "1::2", "-3", "3:1", "-4:-1", ":1", "torch.tensor([0, 1])", "torch.arange(3)", "torch.tensor(1)", "[1, 2, 3]",
    "torch.arange(2)[:, None]", "None, :", "100:", ":200",
)  # fmt: skip


def index(state: State) -> str:
    """One to all axes indexed, perhaps one more: by a number, a slice, None, `...`, a list or a tensor of ints."""
    a = state.tensor(1)
    rank = len(state.shape(a))
    items = [state.random.choice(_ITEMS) for _ in range(state.random.randint(1, rank + 1))]
    return f"{state.new_name()} = {a}[{', '.join(items)}]"


def slice_by_size(state: State) -> str:
    """Slices with bounds that are sizes or come from them."""
    a = state.tensor(1)
    b = state.tensor(1)
    bound = state.size(b, 0)
    item = state.random.choice([
        f":{bound}", f"{bound}:", f"1:{bound}", f":{bound} // 2", f":-({bound} // 3)", f":{bound} - 1", f"{bound} - 1",
        f"-{bound}:", f"::{state.random.choice([2, 3])}",
    ])  # fmt: skip
    lead = state.random.choice(["", "...,", ":,", "0,"])
    return f"{state.new_name()} = {a}[{lead} {item}]"


def index_by_tensor(state: State) -> str:
    """Integer tensors and boolean masks that come from the tensor itself or from another."""
    a, b = state.float_tensor(1), state.tensor(1)
    item = state.random.choice([
        f"{a}.argsort(0)", f"torch.randint(0, 3, {b}.shape)", f"torch.randperm({a}.shape[0])",
        f"torch.zeros({state.size(b, 0)}, dtype=torch.long)",
        f":, torch.zeros({state.size(b, 0)}, 2, dtype=torch.long)",
        f"torch.arange({a}.shape[0]), 0", f"..., {a}.argmax(-1)", f"torch.ones({a}.shape[0]).bool()",
        "torch.arange(2), :, torch.arange(2)", f"torch.arange({a}.shape[0])[:, None], torch.arange({a}.shape[1])",
        f"({a} > 0).long()", "0, [1, 2]", "[0], None, [1]", "(0, 1)", "(slice(None), 0)", "slice(1, None)",
    ])  # fmt: skip
    return f"{state.new_name()} = {a}[{item}]"
