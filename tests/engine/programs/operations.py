"""The operations a random program is made of.  Each writes one statement (of one or more lines) about names in scope.

A writer aims at what works and now and then misses: whether a statement works is learned by running it.
"""

from __future__ import annotations

from collections.abc import Callable

from . import patterns
from .state import State

Writer = Callable[[State], str]

_UNARY = (
    "{a}.abs()", "torch.tanh({a})", "-{a}", "{a} * 2", "{a} / 3", "{a}.float()", "{a}.clone()", "F.relu({a})",
    "{a} > 0", "torch.zeros_like({a})", "{a}.float().softmax(dim={d})", "{a}.cumsum({d})", "{a}.flip({d})", "1 - {a}",
    "{a} ** 2", "torch.roll({a}, 1, {d})", "{a}.detach()", "F.gelu({a}.float())", "{a}.contiguous()",
    "{a}.masked_fill({a} > 0, 0)", "torch.where({a} > 0, {a}, 0)", "{a}.clamp(min=0)",
    "F.log_softmax({a}.float(), dim={d})", "{a}.new_zeros({a}.shape)", "{a}.sort(dim={d}).values", "torch.triu({a})",
    "F.layer_norm({a}.float(), {a}.shape[-1:])", "F.dropout({a}.float(), 0.1)",
)  # fmt: skip
_REDUCTIONS = (
    "sum", "mean", "amax", "amin", "logsumexp", "std", "var", "prod", "norm", "argmax", "all", "any", "median", "max",
)  # fmt: skip
_MOVES = (
    "{a}.transpose({d}, {e})", "{a}.swapaxes({d}, {e})", "{a}.mT", "{a}.movedim({d}, {e})", "{a}.unsqueeze({d})",
    "torch.transpose({a}, {d}, {e})", "{a}.flatten()", "{a}.flatten({d})", "{a}.flatten(0, 1)", "{a}.flatten(-2)",
    "{a}.squeeze()", "{a}.squeeze({d})", "{a}.T", "{a}.diagonal()", "{a}.diagonal(dim1={d}, dim2={e})", "{a}.ravel()",
    "{a}.reshape(-1)", "{a}.view(-1, {last})", "{a}.reshape({first}, -1)", "{a}[None].expand(3, *{a}.shape)",
    "{a}.repeat(2, *[1] * ({a}.ndim - 1))", "{a}.repeat_interleave(2, dim={d})", "F.pad({a}, (1, 2))", "{a}.tile(2)",
    "{a}.unfold({d}, 3, 1)", "{a}.narrow({d}, 0, 2)", "{a}.select({d}, 0)", "{a}.expand_as({a})",
    "{a}.view({a}.shape)",
)  # fmt: skip
_PAIRS = (
    "{a} + {b}", "{a} - {b}", "{a} * {b}", "torch.maximum({a}, {b})", "{a} == {b}", "torch.where({b} > 0, {a}, {b})",
)  # fmt: skip
_PRODUCTS = (
    "{a} @ {b}", "{a} @ {b}.mT", "torch.matmul({a}, {b})", "{a} @ {a}.transpose(-1, -2)", "{a}.mT @ {b}",
    "{a}.T @ {b}", "F.linear({a}, {b})", "torch.outer({a}.flatten(), {b}[..., 0].flatten()[:3])",
    "torch.bmm({a}, {a}.mT)", "torch.tensordot({a}, {b}, dims=1)", "F.cosine_similarity({a}, {b}, dim=-1)",
    "torch.cdist({a}, {a})",
)  # fmt: skip
_JOINS = (
    "torch.cat([{a}, {a}], dim={d})", "torch.stack([{a}, {a} * 2], dim={d})", "torch.cat([{a}, {b}], dim={d})",
    "torch.stack([{a}, {b}])", "torch.cat([{a}, {a}[:2]])", "torch.hstack([{a}, {a}])", "torch.vstack([{a}, {b}])",
    "torch.stack([row * 2 for row in {a}[:3]])", "torch.cat(({a}[1:], {a}[:1]))", "torch.concat([{a}, {b}], {d})",
)  # fmt: skip
_MANY = (
    ("{t}, {u} = {a}.split([1, {size} - 1], dim={d})", 2), ("{t}, {u} = {a}.max(dim={d})", 2),
    ("{t}, *_ = {a}.chunk(2, dim={d})", 1), ("{t}, {u} = {a}, {b}", 2), ("{t}, {u} = {a}.topk(2, dim={d})", 2),
    ("{t} = {a}.split(2, dim={d})[0]", 1), ("{t}, {u} = torch.sort({a}, dim={d})", 2), ("{t} = {u} = {a} + 1", 2),
    ("{t}, {u} = {a}[:2], {a}[2:]", 2), ("{t} = torch.unbind({a}, {d})[0]", 1),
    ("{t}, {u} = torch.aminmax({a}, dim={d})", 2), ("{t} = {a}.max(dim={d}).values", 1),
    ("({t}, _), {u} = ({a}, 3), {b}", 2), ("{t}: Tensor = {a} * 3", 1), ("{t} = [{a}, {b}][-1]", 1),
    ("{t} = {{'k': {a}}}['k']", 1), ("{t} = {a} if {a}.ndim > 1 else {b}", 1),
)  # fmt: skip
_IN_PLACE = (
    "{a} += {b}", "{a} *= 2", "{a}.add_(1)", "{a}[0] = 0", "{a}[:, 1:] = 1", "{a}[..., 0] = {a}[..., 1]",
    "{a}.mul_({b})", "{a}[{a} > 0] = 0", "{a}[1:] -= 1", "{a}.zero_()", "{a}.copy_({b})",
    "{a}.masked_fill_({a} > 1, 0)", "{a}[:2] = {a}[2:4]", "{a} -= {a}.mean({d}, keepdim=True)",
)  # fmt: skip
_INDEX = (
    ":", ":", ":", "0", "-1", "1:", ":-1", "None", "...", "::2", "2:5", ":3", "1:-1", "-2:", "::3", "None", "[0, 2]",
)  # fmt: skip
_MADE = (
    "torch.arange({n})", "torch.zeros({n}, {m})", "torch.ones({n} - 1, {m} + 2)", "torch.eye({n})",
    "torch.randn({n} * 2)", "torch.full(({n}, {m}), 2.0)", "torch.rand({n}, 3, {m} // 2)",
    "torch.linspace(0, 1, {n})", "torch.arange(1, {n} + 1)", "torch.ones({n}, {n}).tril().bool()",
    "torch.arange({n}, device={a}.device)[:, None]", "{a}.new_ones({n}, {m})", "torch.zeros({a}.shape[:-1])",
    "torch.ones(*{a}.shape, 2)", "torch.empty({a}.shape[0], 4).fill_(1)", "torch.randn_like({a}.float())",
    "torch.tensor([1.0, 2.0, 3.0])", "F.one_hot(torch.arange({n}), {n})", "torch.randint(0, 4, ({n}, {m}))",
    "torch.arange(0, {n}, 2)",
)  # fmt: skip
_COMPUTED = ("{one} * {other}", "{one} + 1", "{one} - 2", "{one} // 2", "{a}.numel()", "len({a})", "{one} + {other}")


def _choose(state: State, table: tuple[str, ...], least_rank: int = 1) -> str:
    return _write(state, state.random.choice(table), least_rank)


def _write(state: State, template: str, least_rank: int = 1) -> str:
    """`NEW = TEMPLATE` with its holes filled."""
    a = state.float_tensor(least_rank) if state.random.random() < 0.85 else state.tensor(least_rank)
    return f"{state.new_name(like=a)} = " + _filled(state, template, a)


def _filled(state: State, template: str, a: str) -> str:
    d = state.dim(a)
    rank = len(state.shape(a))
    return template.format(
        a=a, b=state.partner(a), d=d, e=state.dim(a), last=state.size(a, rank - 1), first=state.size(a, 0),
        size=state.size(a, d % rank), n=state.size(a, state.random.randrange(rank)), m=state.size(a, rank - 1),
        t=state.new_name(), u=state.new_name(),
    )  # fmt: skip


def unary(state: State) -> str:
    return _choose(state, _UNARY)


def pair(state: State) -> str:
    return _choose(state, _PAIRS)


def product(state: State) -> str:
    return _choose(state, _PRODUCTS)


def move(state: State) -> str:
    return _choose(state, _MOVES)


def join(state: State) -> str:
    return _choose(state, _JOINS)


def made(state: State) -> str:
    return _choose(state, _MADE)


def many(state: State) -> str:
    template, _ = state.random.choice(_MANY)
    return _filled(state, template, state.float_tensor(1))


def in_place(state: State) -> str:
    return _filled(state, state.random.choice(_IN_PLACE), state.float_tensor(1))


def reduction(state: State) -> str:
    a = state.float_tensor(1)
    dims = [state.dim(a)] if state.random.random() < 0.8 else sorted({0, len(state.shape(a)) - 1})
    dim = str(dims[0]) if len(dims) == 1 else str(tuple(dims))
    arguments = state.random.choice(
        [dim, f"dim={dim}", f"dim={dim}, keepdim=True", f"{dim}, keepdim=True", "", f"axis={dim}"]
    )
    name = state.random.choice(_REDUCTIONS)
    return f"{state.new_name()} = {a}.{name}({arguments})"


def permutation(state: State) -> str:
    a = state.tensor(2)
    order = list(range(len(state.shape(a))))
    state.random.shuffle(order)
    return f"{state.new_name(like=a)} = {a}.permute({', '.join(map(str, order))})"


def index(state: State) -> str:
    a = state.tensor(1)
    items = [state.random.choice(_INDEX) for _ in range(state.random.randint(1, len(state.shape(a)) + 1))]
    if state.random.random() < 0.1:
        items = [f"{a} > 0"]
    elif state.random.random() < 0.1:
        items[0] = "torch.arange(3)"
    return f"{state.new_name()} = {a}[{', '.join(items)}]"


def sizes(state: State) -> str:
    """Names for sizes: unpacked, or computed."""
    a = state.tensor(1)
    rank = len(state.shape(a))
    names = [f"n{state.counter}_{axis}" for axis in range(rank)]
    state.counter += 1
    if state.random.random() < 0.6:
        return f"{', '.join(names)}{',' if rank == 1 else ''} = {a}.shape"
    one, other = state.size(a, 0), state.size(a, rank - 1)
    how = state.random.choice(
        ["{one} * {other}", "{one} + 1", "{one} - 2", "{one} // 2", "{a}.numel()", "len({a})", "{one} + {other}"]
    )
    return f"{names[0]} = " + how.format(one=one, other=other, a=a)


def regroup(state: State) -> str:
    """A view or reshape that says every size."""
    a = state.tensor(2)
    rank = len(state.shape(a))
    expressions = [state.size(a, axis) for axis in range(rank)]
    at = state.random.randrange(rank - 1)
    merged = [*expressions[:at], f"{expressions[at]} * {expressions[at + 1]}", *expressions[at + 2 :]]
    written = state.random.choice(
        [merged, [*expressions, "1"], [*expressions[:at], "-1", *expressions[at + 2 :]], ["1", "-1"]]
    )
    return f"{state.new_name(like=a)} = {a}.{state.random.choice(['view', 'reshape'])}({', '.join(written)})"


def ungroup(state: State) -> str:
    """Splitting an axis that is the product of two sizes which have names."""
    a = state.tensor(1)
    axis = state.random.randrange(len(state.shape(a)))
    ints = {name: value for name, value in state.names.items() if name in state.ints and value > 1}
    pairs = [(n, m) for n in ints for m in ints if ints[n] * ints[m] == state.shape(a)[axis]]
    n, m = state.random.choice(pairs)
    return f"{state.new_name()} = {a}.unflatten({axis}, ({n}, {state.random.choice([m, '-1'])}))"


WRITERS: dict[Writer, int] = {
    unary: 4, pair: 6, product: 5, move: 6, join: 4, made: 3, many: 4, in_place: 3, reduction: 5, permutation: 2,
    index: 7, sizes: 4, regroup: 4, ungroup: 2, patterns.einsum: 5, patterns.rearrange: 5, patterns.reduce: 2,
    patterns.repeat: 2,
}  # fmt: skip
"""Every writer of a plain statement, and how often it is asked."""
