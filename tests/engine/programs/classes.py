"""nn.Modules with ints in `__init__`, parameters, buffers, submodules, properties and methods; config dataclasses."""

from __future__ import annotations

import textwrap
import types
from dataclasses import replace

import torch

from ..eager import checked_names
from .branches import indented
from .functions import written
from .sizes import COUNTS
from .state import State

_PARTS = {
    "lin": ("nn.Linear({d}, {d})", "nn.Linear({d}, {h})", "nn.Linear({d}, {h}, bias=False)", "nn.Linear({d}, 2 * {d})"),
    "norm": ("nn.LayerNorm({d})", "nn.RMSNorm({d})"),
    "mlp": (
        "nn.Sequential(nn.Linear({d}, {h}), nn.GELU(), nn.Linear({h}, {d}))",
        "nn.Sequential(nn.LayerNorm({d}), nn.Linear({d}, 4 * {d}), nn.ReLU(), nn.Dropout(0.1))",
        "nn.Sequential(*[nn.Linear({d}, {d}) for _ in range(2)])",
    ),
    "layers": ("nn.ModuleList([nn.Linear({d}, {d}) for _ in range(3)])",
               "nn.ModuleList(nn.LayerNorm({d}) for _ in range({k}))",
               "nn.ModuleList([nn.Linear({d}, {h}), nn.Linear({h}, {d})])"),
    "weight": ("nn.Parameter(torch.randn({d}, {h}))", "nn.Parameter(torch.zeros({d}))",
        "nn.Parameter(torch.empty({k}, {d}))",
               "nn.Parameter(torch.ones(1, {d}) * 0.1)"),
    "embed": ("nn.Embedding(50, {d})", "nn.Embedding({h}, {d})"),
    "act": ("nn.GELU()", "nn.Dropout(0.1)", "nn.Identity()", "F.relu", "nn.Softmax(dim=-1)"),
    "attn": ("nn.MultiheadAttention({d}, 1, batch_first=True)",),
    "heads": ("nn.ModuleDict({{'one': nn.Linear({d}, {h}), 'two': nn.Linear({d}, {d})}})",),
    "conv": ("nn.Conv1d({c}, {h}, 3, padding=1)", "nn.BatchNorm1d({c})"),
}  # fmt: skip
_PLAIN = (
    "self.d_head = {d} // {k}", "self.scale = {d} ** -0.5", "self.n_layers = 2", "self.d_hidden = {h}",
    "self.held_width = {d}",
    "self.register_buffer('mask', torch.ones({d}, {d}).tril().bool())",
    "self.register_buffer('pos', torch.arange({d}))",
    "self.bias = None", "self.factor = 0.5", "self.register_buffer('freqs', torch.arange(0, {d}, 2) / {d})",
)  # fmt: skip
_USES = {
    "lin": ("self.{p}({a})", "torch.tanh(self.{p}({a}))", "self.{p}.weight @ {a}[..., :, None]", "{a} + self.{p}({a})"),
    "norm": ("self.{p}({a})", "{a} + self.{p}({a})"),
    "mlp": ("self.{p}({a})", "{a} + self.{p}({a})", "self.{p}[0]({a})"),
    "layers": ("self.{p}[0]({a})", "self.{p}[-1]({a})"),
    "weight": ("{a} @ self.{p}", "{a} * self.{p}", "{a} + self.{p}", "F.linear({a}, self.{p})", "self.{p}.sum(0)"),
    "embed": ("self.{p}(torch.zeros({a}.shape[:-1], dtype=torch.long))", "self.{p}.weight",
        "self.{p}.weight[:{a}.shape[0]]"),
    "act": ("self.{p}({a})", "self.{p}({a}) * 2"),
    "attn": ("self.{p}({a}, {a}, {a})[0]", "self.{p}({a}, {a}, {a}, need_weights=False)[0]"),
    "heads": ("self.{p}['one']({a})", "self.{p}['two']({a})"),
    "conv": ("self.{p}({a})", "self.{p}({a}.transpose(1, 2)).transpose(1, 2)"),
}  # fmt: skip
_SELF = (
    "{a}[..., : self.d_head]", "{a} * self.scale", "{a}.unflatten(-1, (-1, self.d_head))", "{a} * self.factor",
    "{a}.masked_fill(~self.mask, 0)", "{a} + self.pos", "{a} if self.bias is None else {a} + self.bias",
    "{a}.view(*{a}.shape[:-1], -1, self.d_head)", "torch.outer({a}[..., 0].flatten()[:9], self.freqs)",
    "self.half({a})", "{a}[..., : self.n_wide]", "{a}.new_zeros({a}.shape[0], self.d_hidden)",
    "rearrange({a}, '... (h e) -> ... h e', e=self.d_head)", "{a} @ torch.randn(self.held_width, 3)",
)  # fmt: skip
_INTS = {
    "batch": "n_batch",
    "seq": "n_ctx",
    "rows": "n_rows",
    "cols": "n_cols",
    "width": "d_width",
    "d_model": "d_model",
}


def use(state: State) -> str:
    """Something that `self` has, applied to a tensor."""
    owner = state.names["self"]
    a = state.float_tensor(1)
    parts = [
        name for name in vars(owner)["_modules"] | vars(owner)["_parameters"] if name.rstrip("0123456789") in _USES
    ]
    if "act1" in vars(owner):
        parts.append("act1")
    if parts and state.chance(0.75):
        part = state.random.choice(parts)
        kind = part.rstrip("0123456789")
        if kind == "layers" and state.chance(0.6):
            new = state.new_name()
            return f"{new} = {a}\nfor layer in self.{part}:\n    {new} = layer({new})"
        return f"{state.new_name(like=a)} = " + state.random.choice(_USES[kind]).format(p=part, a=a)
    return f"{state.new_name()} = " + state.random.choice(_SELF).format(a=a)


def method(state: State) -> str:
    """A further method of the class that is being written, and a call of it."""
    if state.methods is None or len(state.methods) > 2:
        raise LookupError("no class is being written, or it has enough of them")
    a = state.float_tensor(1)
    name = f"part{state.number()}"
    owner = state.names["self"]
    text, count = written(replace(state, methods=None), name, {"t": state.tensors()[a]}, owner)
    state.methods[name] = text
    setattr(owner, name, types.MethodType(checked_names(text, state.names)[name], owner))
    return f"{', '.join(state.new_name() for _ in range(count))} = self.{name}({a})"


def module(state: State) -> str:
    """A new module class written for tensors in scope; an object of it, and a call."""
    tensors = [n for n, v in state.tensors().items() if v.ndim >= 2 and v.is_floating_point() and v.numel()]
    a = state.random.choice(tensors)
    value = state.tensors()[a]
    number = state.number()
    name = f"Block{number}"
    named = {size: axis for axis, size in state.axes.items()}
    axis = named.get(value.shape[-1], "")
    width = (
        _INTS.get(axis, f"d_{state.random.choice(['in', 'model', 'embed'])}") if state.chance(0.6) or not axis else axis
    )
    ints = {width: int(value.shape[-1])}
    if state.chance(0.6):
        ints["d_mlp"] = state.random.choice([24, 36, 64])
    if state.chance(0.5):
        ints["n_heads"] = COUNTS["n_heads"]
    sizes = {width: state.size(a, value.ndim - 1)}
    if state.chance(0.25):
        ints["n_channels"], sizes["n_channels"] = int(value.shape[1]), state.size(a, 1)
    config = state.chance(0.3)
    owner = torch.nn.Module()
    init = _init(state, ints, config, owner)
    inner = replace(state, methods={}, self_axes=ints if state.chance(0.7) else {})
    text, count = written(inner, "forward", {"x": value}, owner)
    methods = [*(inner.methods or {}).values(), text]
    definition = _class_text(state, name, init, methods, ints, config)
    made = _made(state, name, {n: sizes.get(n, str(v)) for n, v in ints.items()}, config)
    state.define(name, definition)
    block = f"block{number}"
    targets = ", ".join(state.new_name() for _ in range(count))
    return f"{block} = {made}\n{targets} = {block}({a})"


def _init(state: State, ints: dict[str, int], config: bool, owner: torch.nn.Module) -> list[str]:
    """The lines of `__init__`, each of which was tried on the owner."""
    prefix = "cfg." if config else ""
    first = next(iter(ints))
    holes = {
        "d": prefix + first,
        "h": prefix + ("d_mlp" if "d_mlp" in ints else first),
        "c": prefix + ("n_channels" if "n_channels" in ints else first),
        "k": prefix + "n_heads" if "n_heads" in ints else "3",
    }
    scope = replace(
        state, names={**state.names, **ints, "self": owner, "cfg": types.SimpleNamespace(**ints)}, others=[]
    )
    lines: list[str] = []
    if config and state.chance(0.5):
        lines.append("self.cfg = cfg")
        scope.attempt(lines[0])
    for kind in state.random.sample(list(_PARTS), state.random.randint(2, 4)):
        line = f"self.{kind}1 = " + state.random.choice(_PARTS[kind]).format(**holes)
        if scope.attempt(line):
            lines.append(line)
    for template in state.random.sample(_PLAIN, 3):
        line = template.format(**holes)
        if scope.attempt(line):
            lines.append(line)
    return lines


def _class_text(
    state: State, name: str, init: list[str], methods: list[str], ints: dict[str, int], config: bool
) -> str:
    heads = [f"cfg: Config{name}"] if config else [f"{n}: int" for n in ints]
    passed = "cfg" if config else ", ".join(ints)
    before = ""
    if config:
        fields = "\n".join(f"    {n}: int" + (f" = {v}" if state.chance(0.5) else "") for n, v in ints.items())
        before = f"@dataclass(kw_only=True)\nclass Config{name}:\n{fields}\n\n"
    properties = ["@property\ndef n_wide(self) -> int:\n    return 3"] if state.chance(0.2) else []
    properties += ["@staticmethod\ndef half(t):\n    return t / 2"] if state.chance(0.2) else []
    if len(init) > 2 and state.chance(0.3):  # what every object has comes from a base class
        inherited, own = init[: len(init) // 2], init[len(init) // 2 :]
        base = _class(f"Base{name}", "nn.Module", heads, inherited, "super().__init__()", properties)
        return before + base + "\n\n" + _class(name, f"Base{name}", heads, own, f"super().__init__({passed})", methods)
    return before + _class(name, "nn.Module", heads, init, "super().__init__()", [*properties, *methods])


def _class(name: str, base: str, heads: list[str], init: list[str], above: str, methods: list[str]) -> str:
    start = f"def __init__(self, {', '.join(heads)}) -> None:\n{indented([above, *init])}"
    return f"class {name}({base}):\n" + "\n\n".join(textwrap.indent(part, "    ") for part in (start, *methods))


def _made(state: State, name: str, given: dict[str, str], config: bool) -> str:
    """The expression that makes an object, its arguments by position or, from one on, by name."""
    by_name = 0 if config else state.random.choice([0, 1, len(given), len(given)])
    arguments = ", ".join(text if at < by_name else f"{n}={text}" for at, (n, text) in enumerate(given.items()))
    return f"{name}(Config{name}({arguments}))" if config else f"{name}({arguments})"
