"""What is imported before `initialize` is answered."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "numpy", "jaxtyping", "einops", "rich", "shapecoach.analysis.rules", "shapecoach.probe.ask")


def test_nothing_heavy_is_imported_before_initialize_is_answered() -> None:
    script = f"import sys, shapecoach.lsp.serve\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"
