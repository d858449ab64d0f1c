"""Names for sizes, and views that say every size."""

from __future__ import annotations

from .state import State


def sizes(state: State) -> str:
    """Names for sizes: unpacked, or computed."""
    a = state.tensor(1)
    rank = len(state.shape(a))
    stem = state.number()
    names = [f"n{stem}_{axis}" for axis in range(rank)]
    how = state.random.random()
    if how < 0.5:
        return f"{', '.join(names)}{',' if rank == 1 else ''} = {a}.shape"
    if how < 0.6:
        return f"*lead{stem}, {names[0]} = {a}.shape"
    one, other = state.size(a, 0), state.size(a, rank - 1)
    form = state.random.choice([
        "{one} * {other}", "{one} + 1", "{one} - 2", "{one} // 2", "{a}.numel()", "len({a})", "{one} + {other}",
        "max({one}, 2)", "{one} // n_heads", "min({one}, {other})", "-(-{one} // 2)", "{a}.shape.numel()",
        "int({one} / 2)", "({one} + 1) // 2", "{one} - {other}", "math.prod({a}.shape[1:])", "sum({a}.shape)",
    ])  # fmt: skip
    return f"{names[0]} = " + form.format(one=one, other=other, a=a)


def regroup(state: State) -> str:
    """A view or reshape that says every size, or leaves one to -1."""
    a = state.tensor(2)
    rank = len(state.shape(a))
    expressions = [state.size(a, axis) for axis in range(rank)]
    at = state.random.randrange(rank - 1)
    merged = [*expressions[:at], f"{expressions[at]} * {expressions[at + 1]}", *expressions[at + 2 :]]
    written = state.random.choice([
        merged, [*expressions, "1"], [*expressions[:at], "-1", *expressions[at + 2 :]], ["1", "-1"],
        [*expressions[:-1], "1", "-1"], [*expressions[:at], "1", *expressions[at:]], [f"{expressions[0]}, -1"],
    ])  # fmt: skip
    how = state.random.choice(["view({})", "reshape({})", "reshape(({},))", "view([{}])"])
    return f"{state.new_name(like=a)} = {a}.{how.format(', '.join(written))}"


def ungroup(state: State) -> str:
    """Splitting an axis that is the product of two sizes which have names."""
    a = state.tensor(1)
    shape = state.shape(a)
    axis = state.random.randrange(len(shape))
    ints = {name: value for name, value in state.ints().items() if value > 1}
    pairs = [(n, m) for n in ints for m in ints if ints[n] * ints[m] == shape[axis]]
    pairs += [(n, f"{state.size(a, axis)} // {n}") for n, value in ints.items() if 1 < value < shape[axis]]
    n, m = state.random.choice(pairs)
    if state.chance(0.5):
        return f"{state.new_name()} = {a}.unflatten({axis}, ({n}, {state.random.choice([m, '-1'])}))"
    expressions = [state.size(a, other) for other in range(len(shape))]
    expressions[axis] = state.random.choice([f"{n}, {m}", f"{n}, -1", f"-1, {m}"])
    return f"{state.new_name()} = {a}.{state.random.choice(['view', 'reshape'])}({', '.join(expressions)})"


def split_heads(state: State) -> str:
    """What attention does with its last axis."""
    fitting = [n for n, v in state.tensors().items() if v.ndim >= 2 and v.shape[-1] % 7 == 0]
    a = state.random.choice(fitting)
    count = state.random.choice(["7", "n_heads"]) if "n_heads" in state.names else "7"
    rest = "*" + f"{a}.shape[:-1]"
    form = state.random.choice([
        f"{a}.view({rest}, {count}, -1)", f"{a}.reshape({rest}, {count}, {a}.shape[-1] // {count})",
        f"{a}.unflatten(-1, ({count}, -1))", f"{a}.view({rest}, {count}, -1).transpose(-2, -3)",
        f'rearrange({a}, "... (h e) -> ... h e", h={count})', f'rearrange({a}, "... s (h e) -> ... h s e", h={count})',
        f'rearrange({a}, "... (e h) -> h ... e", h={count})', f"{a}.chunk({count}, dim=-1)[0]",
        f'torch.stack({a}.split({a}.shape[-1] // {count}, dim=-1))',
    ])  # fmt: skip
    return f"{state.new_name()} = {form}"
