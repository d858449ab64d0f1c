"""for and while: over rows, ranges, pairs and lists; names that grow; lists that are filled and then stacked."""

from __future__ import annotations

from .branches import condition, indented
from .state import State

_GROWN = (
    "{a} + 1", "{a} @ {a}.mT @ {a}", "torch.cat([{a}, {a}[:1]])", "{a}[None]", "{a}.flip(0)", "{a}[1:]", "{a} * 2",
    "F.relu({a})", "{a}.transpose(0, -1)", "{a} / {a}.norm()", "{a}.sum(-1)", "{a} - {a}.mean(0)", "{a}[:, ::2]",
)  # fmt: skip


def _head(state: State, a: str) -> tuple[str, dict[str, object]]:
    """The head of a loop, and the names it binds with the values of the first time round."""
    tensor = state.tensors()[a]
    b = state.partner(a)
    other = state.tensors()[b]
    row = f"row{state.number()}"
    first, second = (t[0] if t.ndim and len(t) else t for t in (tensor, other))
    return state.random.choice([
        ("for i in range(2):", {"i": 0}), (f"for {row} in {a}[:2]:", {row: first}),
        (f"for i, {row} in enumerate({a}[:2]):", {"i": 0, row: first}), ("for i in range(n_groups):", {"i": 0}),
        (f"for {row}, other in zip({a}, {b}):", {row: first, "other": second}), ("for i in range(2, 8, 2):", {"i": 2}),
        (f"for {row} in ({a}, {b}):", {row: tensor}), (f"for {row} in [{a}, {a} * 2]:", {row: tensor}),
        (f"for i in range({a}.shape[0] // 10):", {"i": 0}),
        (f"for {row} in {a}.unbind(-1)[:3]:", {row: tensor[..., 0]}),
        (f"for {row} in {a}.split(2, dim=0):", {row: tensor[:2]}), ("for _ in range(3):", {}),
        ("for i in reversed(range(3)):", {"i": 2}), (f"for key, {row} in {{'a': {a}}}.items():", {row: tensor}),
        (f"for {row} in torch.chunk({a}, 2, dim=-1):", {row: tensor[..., : (tensor.shape[-1] + 1) // 2]}),
    ])  # fmt: skip


def plain(state: State) -> str:
    """Statements again and again, perhaps left early."""
    a = state.float_tensor(1)
    head, bound = _head(state, a)
    lines, _ = state.block(state.random.randint(1, 2), bound)
    if state.chance(0.2):
        way = state.random.choice(["break", "continue"])
        lines.insert(state.random.randrange(len(lines) + 1), f"if {condition(state)}:\n    {way}")
    end = ""
    if state.chance(0.1):
        last, _ = state.block(1)
        end = f"\nelse:\n{indented(last)}"
    return f"{head}\n{indented(lines)}{end}"


def carried(state: State) -> str:
    """A name that each time round gives another value, of the same shape or not."""
    a = state.random.choice([name for name in state.tensors() if name.isidentifier()])
    head, bound = _head(state, a)
    grown = state.random.choice(_GROWN).format(a=a)
    lines: list[str] = []
    if state.chance(0.4):
        lines, _ = state.block(1, bound)
    return f"{head}\n{indented([*lines, f'{a} = {grown}'])}"


def gathered(state: State) -> str:
    """A list that a loop fills, stacked or joined afterwards."""
    a = state.float_tensor(1)
    head, bound = _head(state, a)
    lines, inner = state.block(state.random.randint(1, 2), bound)
    found, new = f"found{state.number()}", state.new_name()
    item = inner.tensor()
    joined = state.random.choice(
        ["torch.stack({})", "torch.cat({})", "torch.stack({}, dim=-1)", "torch.cat({}, dim=-1)", "sum({})"]
    )
    body = [*lines, f"{found}.append({item})"]
    return f"{found} = []\n{head}\n{indented(body)}\n{new} = {joined.format(found)}"


def counted(state: State) -> str:
    """while with a counter, which goes on before anything can jump back to the head."""
    i = f"i{state.number()}"
    lines, _ = state.block(state.random.randint(1, 2), {i: 0})
    a = state.tensor(1)
    until = state.random.choice([f"{i} < 3", f"{i} < {a}.shape[0] and {i} < 4", f"not {i} >= 2", "True"])
    leave = [f"if {i} > 2:\n    break"] if until == "True" or state.chance(0.2) else []
    return f"{i} = 0\nwhile {until}:\n{indented([f'{i} += 1', *leave, *lines])}"


def accumulated(state: State) -> str:
    """A total that starts as a number or as zeros."""
    a = state.float_tensor(1)
    total, row = f"total{state.number()}", f"row{state.number()}"
    start, line = state.random.choice([
        ("0", f"{total} = {total} + {row}"), (f"torch.zeros({a}.shape[1:])", f"{total} += {row}"),
        ("0.0", f"{total} += {row}.sum()"), ("None", f"{total} = {row} if {total} is None else {total} + {row}"),
        (f"torch.zeros_like({a}[0])", f"{total} = torch.maximum({total}, {row})"), (f"{a}[0]",
        f"{total} = {total} * {row}"),
        ("None", f"if {total} is None:\n        {total} = {row}\n    else:\n        {total} = {total} + {row}"),
    ])  # fmt: skip
    return f"{total} = {start}\nfor {row} in {a}:\n    {line}\n{state.new_name()} = {total} * 2"


_COUNTED_OUT = (
    "range({all} - {n})", "range(0, {all}, {n})", "range({all} - {n} + 1)", "range(1, {all})", "range({n})",
    "torch.randint({all} - {n}, (5,))", "torch.randint(0, {all}, (4,))", "torch.randperm({all})[:4]",
    "torch.arange({all} - {n})", "torch.randint({all} - {n}, (4,)).tolist()",
)  # fmt: skip
_WINDOWS = (
    "i : i + {n}", "i + 1 : i + 1 + {n}", ": i", "i:", ": i + 1", "i + {n} :", "i : i + 1", "i : i + 3", "i : {n}", "i",
    "-i:", ": -i - 1", "i : i + {n} // 2", "i - 1 : i", "i - {n} : i", "i * 2 : i * 2 + {n}",
)  # fmt: skip


def windows(state: State) -> str:
    """A window that a counter moves along an axis, all of them joined or looked at one by one."""
    a = state.float_tensor(1)
    size = state.size(a, 0)
    n = state.random.choice(["2", "5", "3", f"{size} // 3", f"{size} - 2", state.size(state.tensor(1), 0)])
    out = state.random.choice(_COUNTED_OUT).format(all=size, n=n)
    window = state.random.choice(_WINDOWS).format(n=n)
    if state.chance(0.4):
        joined = state.random.choice(["torch.stack({})", "torch.cat({})", "torch.cat({}, dim=-1)"])
        return f"{state.new_name()} = {joined.format(f'[{a}[{window}] for i in {out}]')}"
    try:
        i, first = state.value(f"[(i, {a}[{window}]) for i in {out}][0]")
    except RuntimeError as refused:
        raise ValueError("there are no such places") from refused
    part = state.new_name()
    lines, _ = state.block(1, {"i": i, part: first})
    return f"for i in {out}:\n{indented([f'{part} = {a}[{window}]', *lines])}"


_COUNTED = (
    "for i in range({all}):", "for i in range({all} - 1):", "for i in range(1, {all}):", "for i, _ in enumerate({a}):",
    "for i in range(0, {all}, 2):", "for i in range({all} - 2):", "for i in reversed(range({all})):",
    "for i in range({all} // 2):", "for i in range(len({a}) - 1, 0, -1):", "for i in range({all} + 1):",
)  # fmt: skip
_NEIGHBOURS = ("i", "i + 1", "i - 1", "i + 2", "-i", "-i - 1", "{all} - 1 - i", "{all} - i", "i * 2", "i // 2")
_KEPT_WITHIN = (
    "{t} = {a}[{at}]", "{t} = {a}[{at}] - {a}[i]", "if {at} < {all}:\n    {t} = {a}[{at}]",
    "if i == {all} - 2:\n    break\n{t} = {a}[{at}]", "{t} = {a}[{at}] if i > 1 else {a}[0]",
    "if i > {all} - 3:\n    continue\n{t} = {a}[{at}]", "for j in range(i, {all} - 1):\n    {t} = {a}[{at}]",
    "for j in range(2):\n    {t} = {a}[{at}]", "try:\n    {t} = {a}[{at}]\nexcept IndexError:\n    {t} = {a}[0]",
    "{t} = {a}[{at}]\n{a} = torch.cat([{a}, {a}[:1]])", "i = 0\n{t} = {a}[{at}]", "{t} = [{a}[{at}] for i in range(2)]",
)  # fmt: skip


def neighbours(state: State) -> str:
    """What stands at a counter, or beside it, which at the end of an axis may be behind that."""
    a = state.float_tensor(1)
    named = {"a": a, "all": state.size(a, 0), "t": state.new_name()}
    at = state.random.choice(_NEIGHBOURS).format(**named)
    head, body = (state.random.choice(texts).format(at=at, **named) for texts in (_COUNTED, _KEPT_WITHIN))
    if state.chance(0.3):
        return f"{named['t']} = [{a}[{at}] {head.removesuffix(':')}]"
    return f"{head}\n{indented([body])}"
