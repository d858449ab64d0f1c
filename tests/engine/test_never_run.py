"""Examining a file never imports or runs any of it, whatever would happen if it did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shapecoach.hints import examine

TRACES = """
import os
import pathlib
import subprocess
from dataclasses import dataclass, field

import torch
import einops
import torch.nn as nn
import trap_module_next_door
from trap_module_next_door import *
from jaxtyping import Float
from torch import Tensor


def touch(name, value=None):
    (pathlib.Path(HERE) / name).touch()
    return value


touch("top_level")
open(HERE + "/opened_at_top_level", "w").close()
os.system("touch " + HERE + "/by_a_shell")
subprocess.run(["touch", HERE + "/by_a_process"])
exec("touch('by_exec')")
eval("touch('by_eval')")
__import__("trap_module_next_door")
torch.save(torch.zeros(2), HERE + "/by_torch_save")
torch.zeros(3).numpy().tofile(HERE + "/by_numpy")
torch.zeros(3).apply_(lambda number: touch("by_a_callback", 0.0))
torch.load(HERE + "/pickled.pt", weights_only=False)
torch.hub.load(HERE, "trap", source="local")
torch.utils.cpp_extension.load(name="trap", sources=[HERE + "/trap.cpp"])
torch.compile(lambda x: touch("by_compile", x))(torch.zeros(1))
torch.vmap(lambda x: touch("by_vmap", x))(torch.zeros(3))
torch.func.grad(lambda x: touch("by_grad", x.sum()))(torch.zeros(3))
torch.utils.data.DataLoader([touch("in_an_argument", torch.zeros(1))])
torch.nn.Sequential(*[touch("in_a_starred_argument", nn.Linear(1, 1))])


def decorator(function):
    touch("by_a_decorator")
    return function


class Meta(type):
    def __new__(mcs, *args, **kwargs):
        touch("by_a_metaclass")
        return super().__new__(mcs, *args, **kwargs)

    def __prepare__(name, bases):
        touch("by_prepare")
        return {}


class Base(nn.Module, metaclass=Meta):
    touch("by_a_class_body")
    weight: touch("by_a_class_annotation", int) = touch("by_a_class_attribute", 3)

    def __init_subclass__(cls):
        touch("by_init_subclass")

    def __init__(self, size: int = touch("by_a_default_of_a_method", 3)):
        super().__init__()
        self.layer = nn.Linear(touch("within_a_layer", size), 4)
        self.size = size
        touch("by_init")

    @property
    def sized(self):
        return touch("by_a_property", self.size)

    def __getattr__(self, name):
        return touch("by_getattr")

    def __call__(self, x):
        return touch("by_call", x)

    def __add__(self, other):
        return touch("by_add", other)

    def forward(self, x: Float[Tensor, "batch 3"]) -> Float[Tensor, "batch 4"]:
        touch("by_forward")
        return self.layer(x) * self.sized + self


class Derived(Base):
    pass


class Tricky(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return touch("by_torch_function", args[0])


@decorator
@touch("by_a_decorator_call", decorator)
def decorated(
    x: Float[Tensor, "batch d"],
    y: Float[Tensor, f"{touch('by_an_f_string', 3)} d"],
    z: "Float[Tensor, touch('by_a_string_annotation', 'd')]",
    size: touch("by_an_annotation", int) = touch("by_a_default", 3),
    other: Float[Tensor, "{touch('within_a_braced_axis')} d"] = None,
    more: Float[Tensor, "__import__('trap_module_next_door').size d"] = None,
    called: Float[Tensor, "touch('within_an_axis_name') d"] = None,
    folded: Float[Tensor, "(lambda:touch('within_a_lambda_axis'))() d"] = None,
) -> touch("by_a_return_annotation", Tensor):
    local: "touch('by_a_local_annotation')" = x
    rows = [touch("by_a_comprehension", row) for row in x]
    lazily = (touch("by_a_generator", row) for row in x)
    first = next(lazily)
    a = einops.rearrange(x, f"b d -> {touch('within_a_pattern', 'd b')}")
    b = einops.rearrange(x, "b (h __import__('trap_module_next_door')) -> b h")
    c = einops.repeat(x, "b d -> b d r", r=touch("within_an_axis_size", 2))
    e = x.view(touch("within_a_view", 3), -1)
    f = x[touch("within_an_index", 0)]
    g = x.apply_(lambda number: touch("by_a_local_callback", 0.0))
    h = x.map_(y, lambda one, other: touch("by_map", 0.0))
    x.register_hook(lambda gradient: touch("by_a_hook"))
    x.numpy().tofile(HERE + "/by_a_local_numpy")
    torch.save(x, HERE + "/by_a_local_save")
    print(x, file=open(HERE + "/by_print", "w"))
    if touch("by_a_condition", True):
        touch("within_a_branch")
    while touch("by_a_loop", False):
        pass
    with open(HERE + "/by_with", "w") as stream:
        stream.write("x")
    assert touch("by_an_assertion", True), touch("by_an_assertion_message")
    match touch("by_match", x):
        case _ if touch("by_a_guard", True):
            pass
    undecorated = touch("by_an_unannotated_call", x) + 1
    return undecorated


@dataclass
class Config:
    size: int = field(default_factory=lambda: touch("by_a_factory", 3))

    def __post_init__(self):
        touch("by_post_init")


config = Config()
model = Derived()
out = model(torch.zeros(2, config.size))
total = sum(touch("by_a_sum", number) for number in range(3))
text = f"{touch('by_a_plain_f_string')}"
value = (lambda: touch("by_a_lambda"))()
if (walrus := touch("by_a_walrus")) is None:
    touch("by_a_top_level_branch")
def late(x: Float[Tensor, "batch"], y=touch("by_the_last_default")): return touch("by_a_late_call", x)
late(torch.zeros(3))
"""


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the file and a module it imports, both of which could be imported by name from there."""
    leave = f"import pathlib\npathlib.Path({str(tmp_path)!r}, 'imported').touch()\nsize = 3\n"
    (tmp_path / "trap_module_next_door.py").write_text(leave)
    (tmp_path / "hubconf.py").write_text(leave)
    (tmp_path / "sitecustomize.py").write_text(leave)
    (tmp_path / "einops.py").write_text(leave)
    (tmp_path / "trap.py").write_text(f"HERE = {str(tmp_path)!r}\n" + TRACES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path / "trap.py"


def test_examining_leaves_no_trace(trap: Path) -> None:
    before = sorted(path.name for path in trap.parent.iterdir())
    analysis = examine(trap.read_text(), str(trap))
    assert sorted(path.name for path in trap.parent.iterdir()) == before
    assert not {"trap", "trap_module_next_door", "hubconf"} & set(sys.modules)
    assert any(fact.name == "x" and fact.dims == ("batch", "d") for fact in analysis.facts)


def test_the_trap_works(trap: Path) -> None:
    """The file would leave traces: what comes before the first call that can't work does, when it is run."""
    before = set(trap.parent.iterdir())
    with pytest.raises(Exception):  # noqa: B017  one of the calls that can't work
        exec(compile(trap.read_text(), str(trap), "exec", dont_inherit=True), {"__name__": "trap"})
    traces = {path.name for path in set(trap.parent.iterdir()) - before}
    assert {"imported", "top_level", "by_a_shell", "by_a_process", "by_exec", "by_eval", "by_torch_save"} <= traces
    sys.modules.pop("trap_module_next_door", None)


@pytest.mark.parametrize(
    "pattern",
    [
        "b d -> __import__('os') d",
        "{open('trace','w')} -> b",
        "b d -> (b d)' or open('trace','w') or '",
        "b\x00d -> d b",
    ],
)
def test_patterns_are_only_read(pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for call in ("rearrange(x, {!r})", "einsum(x, {!r})", "reduce(x, {!r}, 'sum')"):
        text = f'def f(x: Float[Tensor, "b d"]):\n    return einops.{call.format(pattern)}\n'
        examine("import einops\nfrom jaxtyping import Float\nfrom torch import Tensor\n" + text)
    annotated = f"def f(x: Float[Tensor, {pattern!r}]):\n    return x + 1\n"
    examine("from jaxtyping import Float\nfrom torch import Tensor\n" + annotated)
    assert list(tmp_path.iterdir()) == []
