"""Programs that are right Python, or nearly, and too much of something; `n` says how much."""

from __future__ import annotations

from collections.abc import Callable

HEADER = """\
from __future__ import annotations
import torch, einops
from torch import Tensor, nn
from jaxtyping import Float, Int
"""


def in_function(*lines: str, axes: str = "b s d") -> str:
    body = "\n    ".join(lines)
    return f'{HEADER}def f(x: Float[Tensor, "{axes}"], k: int) -> Float[Tensor, "{axes}"]:\n    {body}\n    return x\n'


def letters(n: int) -> list[str]:
    return [f"a{i}" for i in range(n)]


PATHOLOGICAL: tuple[Callable[[int], str], ...] = (
    # nesting
    lambda n: in_function(f"y = {'(' * n}x{')' * n}"),
    lambda n: in_function(f"y = {'[' * n}x{']' * n}"),
    lambda n: in_function(f"y = {'[' * n}"),
    lambda n: in_function(f"y = x{'.T' * n}"),
    lambda n: in_function(f"y = x{'.sum(0)' * n}"),
    lambda n: in_function(f"y = x{'[None]' * n}"),
    lambda n: in_function(f"y = {'-' * n}x"),
    lambda n: in_function(f"y = {'not ' * n}x"),
    lambda n: in_function(f"y = {'torch.relu(' * n}x{')' * n}"),
    lambda n: in_function(f"y = {'lambda: ' * n}x"),
    lambda n: in_function(f"y = x{' + x' * n}"),
    lambda n: in_function(f"y = x{' @ x.mT' * n}"),
    lambda n: in_function(f"y = {'x if k else ' * n}x"),
    lambda n: in_function(f"y = {'k and ' * n}x"),
    lambda n: in_function(f"y = {'x == ' * n}x"),
    lambda n: HEADER + "".join(f"{'  ' * i}def f{i}(x):\n" for i in range(min(n, 90))) + "  " * min(n, 90) + "return x\n",
    lambda n: HEADER + "".join(f"{' ' * i}class C{i}:\n" for i in range(min(n, 90))) + " " * min(n, 90) + "x = 1\n",
    lambda n: HEADER + "".join(f"{' ' * i}if k:\n" for i in range(min(n, 90))) + " " * min(n, 90) + "x = 1\n",
    lambda n: HEADER + "if k: pass\n" + "elif k: pass\n" * n,
    lambda n: in_function(*(f"{'  ' * i}for i{i} in range(k):" for i in range(min(n, 18))), "  " * min(n, 18) + "y = x"),
    # recursion: functions, classes, aliases
    lambda n: HEADER + "def f(x):\n    return f(x) + f(x)\ny = f(torch.zeros(3))\n",
    lambda n: HEADER + "".join(f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x)\n" for i in range(n)) + "f0(torch.zeros(3))\n",
    lambda n: HEADER + "".join(f"def f{i}(x):\n    return f{(i + 1) % n}(x)\n" for i in range(n)) + "f0(torch.zeros(3))\n",
    lambda n: HEADER + "".join(f"class C{i}(C{(i + 1) % n}):\n    pass\n" for i in range(n)) + "C0()\n",
    lambda n: HEADER + "class A(A):\n    def __init__(self):\n        self.a = A()\n    def f(self) -> A:\n        return self.a.f()\nA().f()\n",
    lambda n: HEADER + "class A(nn.Module):\n    def __init__(self, b: B):\n        self.b = b\nclass B(A):\n    def __init__(self, a: A):\n        super().__init__(a)\n        self.a = A(B(a))\n",
    lambda n: HEADER + "A = Float[A, 'b']\ndef f(x: A) -> A:\n    return x\n",
    lambda n: HEADER + "A = B\nB = A\ndef f(x: A, y: 'B') -> 'list[A]':\n    return x\n",
    lambda n: HEADER + "A0 = Float[Tensor, 'b']\n" + "".join(f"A{i + 1} = Float[A{i}, 'b']\n" for i in range(n)) + f"def f(x: A{n}): return x\n",
    lambda n: HEADER + "A0 = Tensor\n" + "".join(f"A{i + 1} = tuple[A{i}, A{i}]\n" for i in range(n)) + f"def f(x: A{n}): return x\n",
    lambda n: HEADER + "x = torch.zeros(2)\n" + "x = (x, x)\n" * n,
    lambda n: HEADER + "x = [torch.zeros(2)]\n" + "x = x + x\n" * n,
    lambda n: HEADER + "x = 2\n" + "x = x * x\n" * min(n, 150) + "y = torch.zeros(x)\n",
    lambda n: HEADER + "x = '->'\n" + "x = x + x\n" * n + "einops.rearrange(torch.zeros(3), x)\n",
    # sizes
    lambda n: in_function(f"y = torch.zeros({10**18}, {10**18})", f"z = torch.zeros({2**63})", "w = y @ y"),
    lambda n: in_function(f"y = torch.zeros({10**n})", f"z = x.view({10**n}, -1)", "w = y + z"),
    lambda n: in_function(f"y = x.expand({2**62}, -1, -1, -1)", f"z = y.repeat({2**40}, {2**40}, 1, 1)", "z = z.sum()"),
    lambda n: in_function("y = torch.zeros(2**k, k**k, k**k**k, 10**10**10)", "z = y.sum() * (k << 10**9)"),
    lambda n: in_function("y = 'a' * 10**10", "z = [0] * 10**10", "w = (1,) * 10**9", "v = torch.zeros(w)"),
    lambda n: in_function("y = 7 ** 7 ** 7 ** 7", "z = 1 << (1 << 40)", f"w = {'9' * n} ** {'9' * n}", "v = -(-9) ** 10**8"),
    lambda n: in_function(f"y = torch.zeros({', '.join(['2'] * n)})", "z = y.sum()", "w = y + y.mT"),
    lambda n: in_function(f"y = x.repeat({', '.join(['2'] * n)})", f"z = x.permute({', '.join(map(str, range(n)))})"),
    lambda n: in_function(f"y = torch.stack([x] * {n})", f"z = torch.cat([x] * {10**9})", f"w = [x] * {10**7}"),
    lambda n: in_function(f"y = x[{', '.join([':'] * n)}]", f"z = x[{'None, ' * n}]", f"w = x[{'...,' * n}]"),
    lambda n: in_function(f"y = x.unfold(1, {n}, {n})", f"z = x.split({n})", f"w = x.chunk({n})", "v = x.unbind(0)"),
    lambda n: in_function(f"for i in range({10**12}):", "    x = x + 1", f"y = [x for _ in range({10**12})]"),
    lambda n: in_function(f"y = sum([x for i in range({n}) for j in range({n}) for k in range({n})])"),
    lambda n: in_function("while True:", "    x = torch.stack([x, x])"),
    lambda n: in_function(f"y = torch.arange(0, {10**12}, 1)", f"z = torch.linspace(0, 1, {10**11})", f"e = torch.eye({10**9})"),
    lambda n: in_function(f"y = torch.randperm({10**12})", f"z = torch.tril_indices({10**9}, {10**9})", f"w = torch.combinations(x[0, 0], {n})"),
    lambda n: in_function(f"y = nn.Linear({10**9}, {10**9})(x)", f"z = nn.Embedding({10**15}, {10**15})", f"c = nn.Conv2d({10**6}, {10**6}, {10**4})"),
    lambda n: in_function(f"m = nn.Sequential({', '.join(['nn.Linear(4, 4)'] * n)})", "y = m(torch.zeros(3, 4))"),
    lambda n: in_function(f"m = nn.ModuleList([nn.Linear(4, 4) for _ in range({10**6})])", "for layer in m:", "    x = layer(x)"),
    lambda n: in_function(f"m = nn.Transformer({8 * n}, 8, {n}, {n})", "y = m(x, x)", f"g = nn.LSTM(3, 4, {n})(x)"),
    lambda n: in_function("y = torch.kron(x, x)", *["y = torch.kron(y, y)"] * min(n, 40)),
    lambda n: in_function(*["x = torch.cat([x, x])"] * min(n, 1000)),
    lambda n: in_function(*["x = x.flatten(0, 1)[None] * x[..., None]"] * min(n, 150)),
    lambda n: in_function("y = x.view(k, -1)", *[f"y = y.view({i + 2} * k, -1)" for i in range(min(n, 150))]),
    lambda n: in_function(*[f"k = k * (k + {i}) // ({i} + 2)" for i in range(min(n, 150))], "y = torch.zeros(k, k)"),
    lambda n: in_function(*["k = (k + 1) * (k + 2)"] * min(n, 40), "y = torch.zeros(k, k + 1)"),
    # patterns and annotations
    lambda n: in_function(f'y = einops.rearrange(x, "{" ".join(letters(n))} -> {" ".join(letters(n)[::-1])}")'),
    lambda n: in_function(f'y = einops.rearrange(x, "b s d -> ({"(" * n}b s{")" * n}) d")'),
    lambda n: in_function(f'y = einops.rearrange(x, "b s ({" ".join(letters(n))}) -> b s {" ".join(letters(n))}", {", ".join(f"a{i}=2" for i in range(n))})'),
    lambda n: in_function(f'y = einops.repeat(x, "b s d -> b s d {" ".join(letters(n))}", {", ".join(f"a{i}=2" for i in range(n))})'),
    lambda n: in_function(f'y = einops.reduce(x, "b s d -> {"1 " * n}", "sum")', f'z = einops.rearrange(x, "{"." * n}")'),
    lambda n: in_function(f'y = torch.einsum("{"bsd," * n}bsd->b", {"x, " * n} x)'),
    lambda n: in_function(f'y = einops.einsum({"x, " * n} x, "{"b s d, " * n} b s d -> b")'),
    lambda n: in_function(f'y = torch.einsum("{"abcdefghijklmnopqrstuvwxyz" * n}", x)'),
    lambda n: in_function("return x", axes=" ".join(letters(n))),
    lambda n: in_function("y = x + x", "z = x @ x.mT", axes="a" * 100 * n),
    lambda n: in_function("y = x + x", axes="*batch " * n),
    lambda n: in_function("y = x + x", axes="+".join(letters(n))),
    lambda n: in_function("y = x + x", axes="*".join(letters(min(n, 150)))),
    lambda n: in_function("y = x + x", axes=f"{'(' * n}b{')' * n}"),
    lambda n: in_function("y = x + x", "z = x.sum(0)", axes="b**b**b**9**9**9**9 9**9**9**9 b"),
    lambda n: in_function("y = x + x", axes="-" * n + "b"),
    lambda n: in_function("y = x.sum(-1)", axes=f"{10**n} b"),
    lambda n: in_function("y = x.sum(-1)", "z = y / x", axes="b-1 s//2 {k} {k}*{k} {f(x)} {'{'*9}"),
    lambda n: HEADER + f'def f(x: "{"list[" * n}int{"]" * n}", y: "{"(" * n}"): return x\n',
    lambda n: HEADER + f"def f(x: {'list[' * min(n, 150)}Tensor{']' * min(n, 150)}): return x[0]\n",
    lambda n: HEADER + f"def f(x: {' | '.join(['Tensor'] * n)}): return x[0]\n",
    # much of everything
    lambda n: HEADER + "".join(f"x{i} = torch.zeros({i + 1}, 3)\n" for i in range(n)),
    lambda n: HEADER + "".join(f'def f{i}(x: Float[Tensor, "b s"]) -> Float[Tensor, "b s"]:\n    return x.T\n' for i in range(n)),
    lambda n: HEADER + "".join(f'def f{i}(x: Float[Tensor, "b{i} s"]) -> None:\n    x + x[0, :3] + x[1:]\n' for i in range(n)),
    # what is refused beside an unknown size: whether it is whatever that is takes a thousand calls each time
    lambda n: HEADER + "".join(f'def f{i}(x: Float[Tensor, "b s"]) -> None:\n    x[x > {i}][:, None] @ torch.ones({i}, 5)\n' for i in range(n)),
    lambda n: HEADER + "".join(f'def f{i}(x: Float[Tensor, "b s"]):\n    return x[x > {i}][:, None] @ torch.ones({i}, 5)\n' for i in range(n)),
    lambda n: in_function(*(f"y = x.nonzero()[:, 0] + torch.ones({i + 3}, 3) + torch.ones(7, {i}, {i + 2})" for i in range(min(n, 1000)))),
    lambda n: HEADER + f"def f({', '.join(f'x{i}: Float[Tensor, {chr(34)}b{i}{chr(34)}]' for i in range(n))}):\n    return {' + '.join(f'x{i}' for i in range(n))}\n",
    lambda n: HEADER + f"f({', '.join(['1'] * n)})\nf(*{'[' * n}{']' * n})\n{', '.join(letters(n))} = torch.zeros({n}, 3)\n",
    lambda n: HEADER + "x = {" + ", ".join(f"'{i}': torch.zeros({i})" for i in range(n)) + "}\n" + "y = x['1']\n" * n,
    lambda n: HEADER + f"x = {'9' * 4000}\ny = '{'x' * 100_000}'\nz = torch.zeros({'1' * n})\n",
    lambda n: HEADER + "x = 1 # " + "é" * 1000 * n + "\n",
    lambda n: HEADER + "x = torch.zeros(2); " * n,
    lambda n: HEADER + "match x:\n" + "    case [a, b, *_] | {'k': a} | C(a, b=_):\n        y = a\n" * n,
    lambda n: HEADER + "try:\n    x = 1\n" + "except E:\n    x = 2\n" * n,
    lambda n: in_function(*["if k > 3:", "    x = x + 1", "else:", "    x = x.mT.mT"] * min(n, 150)),
    lambda n: in_function(*["if k > 3:", "    x = torch.cat([x, x])"] * min(n, 150)),
    lambda n: "# shapecoach: ignore[shape-mismatch]\n" * n + "x = 1 # shapecoach: ignore[" + ", ".join(letters(n)) + "]\n",
    lambda n: "\n" * 20 * n + "def f(: \n" * min(n, 150),
    lambda n: "def f(x):\n" * n,
    lambda n: "@d\n" * n + "def f(): pass\n",
    lambda n: "x = (\n" * n,
    lambda n: "\x00" * n + "x = 1\n" + "\ud800" * n,
    lambda n: ("class A:\n    def f(self):\n        pass\n\n" * n)[:-7],
)  # fmt: skip
