"""Elementwise operations, reductions, products, moves of axes, joins, tensors that are made."""

from __future__ import annotations

from .state import State
from .templates import assigned, filled, stated

unary = assigned((
    "{a}.abs()", "torch.tanh({a})", "-{a}", "{a} * 2", "{a} / 3", "{a}.float()", "{a}.clone()", "F.relu({a})",
    "{a} > 0", "torch.zeros_like({a})", "{a}.float().softmax(dim={d})", "{a}.cumsum({d})", "{a}.flip({d})", "1 - {a}",
    "{a} ** 2", "torch.roll({a}, 1, {d})", "{a}.detach()", "F.gelu({a}.float())", "{a}.contiguous()",
    "{a}.masked_fill({a} > 0, 0)", "torch.where({a} > 0, {a}, 0)", "{a}.clamp(min=0)", "{a}.long()", "{a}.double()",
    "F.log_softmax({a}.float(), dim={d})", "{a}.new_zeros({a}.shape)", "{a}.sort(dim={d}).values", "torch.triu({a})",
    "F.layer_norm({a}.float(), {a}.shape[-1:])", "F.dropout({a}.float(), 0.1)", "{a}.to(torch.float64)", "~({a} > 0)",
    "{a}.argsort(dim={d})", "({a} > 0) & ({a} < 1)", "{a}.to({b}.dtype)", "{a}.type_as({b})", "2 ** {a}.float()",
    "{a}.sigmoid() * {a}", "{a}.exp() / {a}.exp().sum({d}, keepdim=True)", "{a}.requires_grad_(False)",
    "({a} - {a}.mean({d}, keepdim=True)) / {a}.std({d}, keepdim=True)",
))  # fmt: skip
pair = assigned((
    "{a} + {b}", "{a} - {b}", "{a} * {b}", "torch.maximum({a}, {b})", "{a} == {b}", "torch.where({b} > 0, {a}, {b})",
    "{a} / ({b} + 1)", "torch.lerp({a}, {b}, 0.5)", "torch.addcmul({a}, {b}, {b})", "{a}.add({b}, alpha=2)",
    "torch.broadcast_tensors({a}, {b})[0]", "{a} + {b}[..., None]", "{a}[..., None] * {b}", "{a}[None] - {b}",
))  # fmt: skip
product = assigned((
    "{a} @ {b}", "{a} @ {b}.mT", "torch.matmul({a}, {b})", "{a} @ {a}.transpose(-1, -2)", "{a}.mT @ {b}",
    "{a}.T @ {b}", "F.linear({a}, {b})", "torch.outer({a}.flatten(), {b}[..., 0].flatten()[:3])",
    "torch.bmm({a}, {a}.mT)", "torch.tensordot({a}, {b}, dims=1)", "F.cosine_similarity({a}, {b}, dim=-1)",
    "torch.cdist({a}, {a})", "{a} @ torch.randn({last}, 6)", "({a} @ {b}.mT).softmax(-1) @ {b}",
    "torch.mm({a}, {b}.T)", "torch.mv({a}, {b})", "torch.dot({a}, {b})", "{a}.matmul({b})",
))  # fmt: skip
move = assigned((
    "{a}.transpose({d}, {e})", "{a}.swapaxes({d}, {e})", "{a}.mT", "{a}.movedim({d}, {e})", "{a}.unsqueeze({d})",
    "torch.transpose({a}, {d}, {e})", "{a}.flatten()", "{a}.flatten({d})", "{a}.flatten(0, 1)", "{a}.flatten(-2)",
    "{a}.squeeze()", "{a}.squeeze({d})", "{a}.T", "{a}.diagonal()", "{a}.diagonal(dim1={d}, dim2={e})", "{a}.ravel()",
    "{a}.reshape(-1)", "{a}.view(-1, {last})", "{a}.reshape({first}, -1)", "{a}[None].expand(3, *{a}.shape)",
    "{a}.repeat(2, *[1] * ({a}.ndim - 1))", "{a}.repeat_interleave(2, dim={d})", "F.pad({a}, (1, 2))", "{a}.tile(2)",
    "{a}.unfold({d}, 3, 1)", "{a}.narrow({d}, 0, 2)", "{a}.select({d}, 0)", "{a}.expand_as({a})",
    "{a}.view({a}.shape)", "{a}.unsqueeze({d}).expand(*[-1] * {a}.ndim, 4)", "{a}.reshape(*{a}.shape[:-1], 1, -1)",
    "{a}.permute(*range({a}.ndim - 1, -1, -1))", "{a}.expand(2, *{a}.size())", "{a}.view(*{a}.shape, 1)",
    "{a}.reshape({b}.shape)", "{a}.moveaxis(0, -1)", "{a}.view_as({a})",
))  # fmt: skip
join = assigned((
    "torch.cat([{a}, {a}], dim={d})", "torch.stack([{a}, {a} * 2], dim={d})", "torch.cat([{a}, {b}], dim={d})",
    "torch.stack([{a}, {b}])", "torch.cat([{a}, {a}[:2]])", "torch.hstack([{a}, {a}])", "torch.vstack([{a}, {b}])",
    "torch.stack([row * 2 for row in {a}[:3]])", "torch.cat(({a}[1:], {a}[:1]))", "torch.concat([{a}, {b}], {d})",
    "torch.cat([{a}, torch.zeros_like({a}[..., :1])], dim=-1)", "torch.dstack([{a}, {a}])",
    "torch.column_stack([{a}, {a}])", "torch.cat([{a}.mean({d}, keepdim=True), {a}], dim={d})",
))  # fmt: skip
made = assigned((
    "torch.arange({n})", "torch.zeros({n}, {m})", "torch.ones({n} - 1, {m} + 2)", "torch.eye({n})",
    "torch.randn({n} * 2)", "torch.full(({n}, {m}), 2.0)", "torch.rand({n}, 3, {m} // 2)",
    "torch.linspace(0, 1, {n})", "torch.arange(1, {n} + 1)", "torch.ones({n}, {n}).tril().bool()",
    "torch.arange({n}, device={a}.device)[:, None]", "{a}.new_ones({n}, {m})", "torch.zeros({a}.shape[:-1])",
    "torch.ones(*{a}.shape, 2)", "torch.empty({a}.shape[0], 4).fill_(1)", "torch.randn_like({a}.float())",
    "torch.tensor([1.0, 2.0, 3.0])", "F.one_hot(torch.arange({n}), {n})", "torch.randint(0, 4, ({n}, {m}))",
    "torch.arange(0, {n}, 2)", "torch.zeros(({n},))", "torch.tensor([[1.0, 2.0], [3.0, 4.0]])",
    "torch.tril(torch.ones({n}, {n}))", "torch.arange({n}, dtype=torch.float32)", "torch.zeros({n}, dtype=torch.long)",
    "torch.randn(2, {n}, dtype={a}.dtype)", "torch.as_tensor([0, 1])", "torch.triu(torch.ones({n}, {n}), diagonal=1)",
))  # fmt: skip
many = stated((
    "{t}, {u} = {a}.split([1, {size} - 1], dim={d})", "{t}, {u} = {a}.max(dim={d})", "{t}, *_ = {a}.chunk(2, dim={d})",
    "{t}, {u} = {a}.topk(2, dim={d})", "{t} = {a}.split(2, dim={d})[0]", "{t}, {u} = torch.sort({a}, dim={d})",
    "{t} = {u} = {a} + 1", "{t}, {u} = {a}[:2], {a}[2:]", "{t} = torch.unbind({a}, {d})[0]",
    "{t}, {u} = torch.aminmax({a}, dim={d})", "{t} = {a}.max(dim={d}).values", "{t}, {u} = {a}.chunk(2, dim={d})",
    "{t}, {u}, _ = torch.cat([{a}, {a}, {a}], {d}).chunk(3, dim={d})", "{t}, {u} = torch.std_mean({a}, dim={d})",
    "{t}, {u} = torch.meshgrid({a}[:, 0], {a}[0], indexing='ij')", "{t}, {u} = {a}.median(dim={d})",
))  # fmt: skip
in_place = stated((
    "{a} += {b}", "{a} *= 2", "{a}.add_(1)", "{a}[0] = 0", "{a}[:, 1:] = 1", "{a}[..., 0] = {a}[..., 1]",
    "{a}.mul_({b})", "{a}[{a} > 0] = 0", "{a}[1:] -= 1", "{a}.zero_()", "{a}.copy_({b})",
    "{a}.masked_fill_({a} > 1, 0)", "{a}[:2] = {a}[2:4]", "{a} -= {a}.mean({d}, keepdim=True)",
    "{a}[torch.arange(2)] = 0", "{a}[..., ::2] = 0", "{a}[-1] = {b}[-1]", "{a}[:, None, 0] = 1", "{a} @= {b}",
    "{a}.fill_(0.5)", "{a}[0] += {a}[1]", "{t} = {a}.unsqueeze_(0)", "{a}.div_({a}.sum({d}, keepdim=True))",
))  # fmt: skip

_REDUCTIONS = (
    "sum", "mean", "amax", "amin", "logsumexp", "std", "var", "prod", "norm", "argmax", "all", "any", "median", "max",
    "sum", "mean", "mean", "count_nonzero", "argmin", "min",
)  # fmt: skip


def reduction(state: State) -> str:
    a = state.float_tensor(1)
    dims = [state.dim(a)] if state.chance(0.8) else sorted({0, len(state.shape(a)) - 1})
    dim = str(dims[0]) if len(dims) == 1 else str(tuple(dims))
    arguments = state.random.choice(
        [dim, f"dim={dim}", f"dim={dim}, keepdim=True", f"{dim}, keepdim=True", "", f"axis={dim}"]
    )
    return f"{state.new_name()} = {a}.{state.random.choice(_REDUCTIONS)}({arguments})"


def permutation(state: State) -> str:
    a = state.tensor(2)
    order = list(range(len(state.shape(a))))
    state.random.shuffle(order)
    return f"{state.new_name(like=a)} = {a}.permute({', '.join(map(str, order))})"


def data_dependent(state: State) -> str:
    """A result whose size is only known once it runs, and something done with it."""
    table = (
        "{t} = {a}[{a} > 0]", "{t} = {a}.nonzero()", "{t} = torch.unique({a} > 0)", "{t} = torch.where({a} > 0)[0]",
        "{t} = {a}[{a}[..., 0] > 0]", "{t} = torch.masked_select({a}, {a} > 1)",
        "{t} = {a}[{a}.sum(-1) > 0] * 2", "{t} = {a}[:int({a}.sum().abs()) % 7 + 1]",
    )  # fmt: skip
    return filled(state, state.random.choice(table), state.float_tensor(1))
