"""Lambdas, functions inside functions, partial, star-args, functions passed to functions."""

from __future__ import annotations

from .branches import indented
from .state import State
from .templates import filled

_ONE_LINE = (
    "f = lambda t: t * 2\n{t} = f({a})", "f = lambda t, k={n}: t[:k]\n{t} = f({a})",
    "{t} = (lambda p, q: p @ q.mT)({a}, {b})",
    "norm = partial(F.normalize, dim={d})\n{t} = norm({a})",
    "f = partial(torch.sum, dim={d}, keepdim=True)\n{t} = f({a})",
    "f = torch.tanh if {a}.ndim > 1 else F.relu\n{t} = f({a})", "args = ({a}, {b})\n{t} = torch.add(*args)",
    "options = dict(dim={d}, keepdim=True)\n{t} = {a}.mean(**options)", "{t} = reduce_all(torch.add, [{a}, {a}, {b}])",
    "def last(*tensors):\n    return tensors[-1]\n{t} = last({a}, {b})", "f = getattr(torch, 'tanh')\n{t} = f({a})",
    "def joined(*tensors, dim=0):\n    return torch.cat(tensors, dim=dim)\n{t} = joined({a}, {a}, dim={d})",
    "def opts(**kw):\n    return {a}.sum(**kw)\n{t} = opts(dim={d})", "f = {a}.sum\n{t} = f({d})",
    "fs = [torch.tanh, F.relu]\n{t} = {a}\nfor f in fs:\n    {t} = f({t})", "{t} = {{'relu': F.relu}}['relu']({a})",
    "def rows():\n    for row in {a}:\n        yield row * 2\n{t} = torch.stack(list(rows()))",
    "def fact(k):\n    return {a} if k == 0 else fact(k - 1) * 2\n{t} = fact(3)",
)  # fmt: skip


def one_line(state: State) -> str:
    return filled(state, state.random.choice(_ONE_LINE), state.float_tensor(1))


def inner_function(state: State) -> str:
    """A function in the function, which sees the names around it."""
    a = state.float_tensor(1)
    number = state.number()
    name, parameter = f"inner{number}", f"p{number}"
    default = state.random.choice(["", ", scale=2.0", ", *, keep=True", f", n={state.size(a, 0)}"])
    lines, inner = state.block(state.random.randint(1, 3), {parameter: state.tensors()[a], "scale": 2.0, "keep": True})
    result = inner.tensor()
    annotation = state.random.choice(["", "", ": Tensor"])
    arrow = " -> Tensor" if annotation and state.chance(0.5) else ""
    text = f"def {name}({parameter}{annotation}{default}){arrow}:\n{indented([*lines, f'return {result}'])}"
    return f"{text}\n{state.new_name()} = {name}({a})"
