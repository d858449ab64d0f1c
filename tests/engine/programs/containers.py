"""Tensors in tuples, lists, dicts, NamedTuples; comprehensions; star-args; swaps; the walrus."""

from __future__ import annotations

from .state import State
from .templates import filled, stated

PAIR = """
class Pair(NamedTuple):
    first: Tensor
    second: Tensor
"""

contained = stated((
    "{t}, {u} = {a}, {b}", "({t}, _), {u} = ({a}, 3), {b}", "{t} = [{a}, {b}][-1]", "{t} = {{'k': {a}}}['k']",
    "{t} = {a} if {a}.ndim > 1 else {b}", "{t}: Tensor = {a} * 3", "{t}, *_ = [{a}, {b}, {a}]",
    "{t} = ({a}, {b})[1]", "{t} = {a} if {a}.sum() > 0 else {a} * 2", "{t} = {{'a': {a}, 'b': {b}}}.get('b')",
    "{t} = Pair({a}, {b}).first", "{t}, {u} = Pair(first={a}, second={b})", "{t} = Pair({a}, {b})[1]",
    "{t} = torch.cat([*{a}[:2], {a}[0]])", "{t} = torch.stack(list({a}[:3]))", "{t} = sum([{a}, {a}])",
    "{t} = torch.stack(tuple({a}.unbind(0))[:2])", "{t} = [{a}] * 3\n{u} = torch.stack({t})",
    "{t} = next(iter([{a}, {b}]))", "{t} = {a}.sum(**{{'dim': {d}}})", "{t} = torch.stack([{a}] * 2 + [{a} * 2])",
    "{t} = {a}.reshape(*[{n}, -1])", "{t} = dict(a={a})['a']", "{t} = (y0 := {a}) + y0",
    "_, {t} = divmod(3, 2)[0], {a}",
    "{t}, {u} = ({a} * k for k in (1, 2))", "{t}, {u} = map(torch.tanh, [{a}, {b}])", "{t} = {a} if True else {b}",
    "{t}, {u} = sorted([{a}.sum(), {b}.sum()])", "{t} = [*{a}][0]", "{t} = list(zip([{a}], [{b}]))[0][1]",
    "{t}, {u} = tuple({a}.shape), {b}", "{t} = torch.zeros(list({a}.shape[:-1]) + [4])", "{t} = not {a}.ndim or {a}",
    "{t} = torch.randn((*{a}.shape[:-1], 3))", "{t} = reversed([{a}, {b}])\n{u} = next({t})", "{t} = {a} and {b}",
))  # fmt: skip
"""Statements of one or two lines in which tensors pass through something that holds them."""


def comprehension(state: State) -> str:
    a = state.float_tensor(2)
    state.partner(a)
    table = (
        "{t} = torch.stack([row for row in {a}])", "{t} = torch.stack([row[None] for row in {a}])",
        "{t} = torch.stack([row.sum() for row in {a}])", "{t} = torch.cat([row[:2] for row in {a}])",
        "{t} = torch.stack([row * i for i, row in enumerate({a}[:3])])", "{t} = sum(row for row in {a}[:4])",
        "{t} = torch.stack([row for row in {a}[:6] if row.sum() > -1e9])", "{t} = [{a} * k for k in range(3)][1]",
        "{t} = torch.stack([{a}[i] for i in range({a}.shape[0])])", "{t} = torch.cat([{a}[:, i] for i in range(2)])",
        "{t} = {{k: {a} * k for k in (1, 2)}}[1]", "{t} = torch.stack([p + q for p, q in zip({a}, {a})])",
        "{t} = torch.tensor([row.sum().item() for row in {a}])",
        "{t} = torch.tensor([[i * j for i in range(3)] for j in range(2)])",
        "{t}, {u} = [part.mean(0) for part in ({a}, {b})]",
        "{t} = torch.stack([torch.roll({a}, k, 0) for k in range(3)], {d})",
        "{t} = torch.cat([chunk.flip(0) for chunk in {a}.chunk(2)])",
        "{t} = torch.stack([c.mean(0) for c in {a}.split(3)])",
        "{t} = torch.zeros([s for s in {a}.shape])", "{t} = {a}.permute([i for i in range({a}.ndim)][::-1])",
    )  # fmt: skip
    return filled(state, state.random.choice(table), a)


def swap(state: State) -> str:
    """Names that change hands."""
    names = [name for name in state.tensors() if name.isidentifier()]
    a, b = state.random.sample(names, 2)
    return f"{a}, {b} = {b}, {a}"


def collection(state: State) -> str:
    """A dict or list that is filled, then read."""
    a, b = state.float_tensor(1), state.float_tensor(1)
    held, new = f"held{state.number()}", state.new_name()
    return state.random.choice([
        f"{held} = {{}}\n{held}['k'] = {a}\n{new} = {held}['k'] * 2",
        f"{held} = []\n{held}.append({a})\n{held}.append({a} * 2)\n{new} = torch.stack({held})",
        f"{held} = [{a}]\n{held} += [{a}]\n{new} = torch.cat({held})",
        f"{held} = {{'a': {a}, 'b': {b}}}\n{new} = {held}['a'] * 2",
        f"{held} = [{a}, {b}]\n{held}[0] = {b}\n{new} = {held}[0] * 2",
        f"{held} = ({a}, {b})\n{new}, _ = {held}",
        f"{held} = [{a}]\n{held}.extend([{b}])\n{new} = {held}[-1] + 1",
        f"{held} = [{a}, {b}]\n{new} = {held}.pop()",
        f"{held} = {{'a': {a}}}\n{held}.update(b={b})\n{new} = {held}['b'] - 1",
        f"{held} = {{'a': {a}}}\nfor key, value in {held}.items():\n    {new} = value * 2",
        f"{held} = [[{a}], [{b}]]\n{held}[0].append({a})\n{new} = torch.stack({held}[0])",
    ])  # fmt: skip
