"""What is imported before `initialize` is answered, and for the first file."""

from __future__ import annotations

import subprocess
import sys

from shapecoach.lsp import announced, answers

HEAVY = ("torch", "numpy", "jaxtyping", "einops", "rich")
OURS = ("analysis.rules", "axes.reading", "drawing.svg", "flow", "lessons", "lsp.answers", "probe.ask")


def test_nothing_heavy_is_imported_before_initialize_is_answered() -> None:
    heavy = [*HEAVY, *(f"shapecoach.{name}" for name in OURS)]
    script = f"import sys, shapecoach.lsp.serve\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_announced_is_what_is_answered() -> None:
    assert announced.MESSAGES.keys() == answers.FEATURES.keys()
    assert set(announced.COMMANDS) == answers.COMMANDS.keys()


TEXT = """
import torch
def f(x: torch.Tensor) -> torch.Tensor:
    a, b = torch.zeros(2, 3), torch.zeros(3, 4)
    c = torch.nn.functional.gelu((a @ b).exp() + 1).log_softmax(dim=-1)
    return torch.cat([c, c]).mean(dim=0)
"""
WORKER = f"""
import gc, sys
from shapecoach.analysis.workspace import Workspace
from shapecoach.lsp.worker import ENGINE, load
examine = load(ENGINE)
gc.freeze()  # as the worker does
facts = examine({TEXT!r}, "a.py", Workspace(), lambda _: False).facts
print([fact.dims for fact in facts if fact.name == "c"][0], "torch._dynamo" in sys.modules)
"""


def test_the_worker_does_without_pytorchs_compiler() -> None:
    """It takes longer to import than all else that the first file needs."""
    done = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "('2', '4') False"
