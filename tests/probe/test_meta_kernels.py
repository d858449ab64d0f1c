"""That the kernels in C++ for tensors without data are as strict as those in Python, and right where stricter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .misuses import OPERATORS, is_refused, misuses

TOP = Path(__file__).parents[2]


@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore")
def test_what_pytorch_refuses_is_not_let_through_and_what_it_takes_is_not_refused() -> None:
    command = [sys.executable, "-m", "tests.probe.misuses"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # some samples come in the order of a set
    both = [
        subprocess.Popen([*command, *how], stdout=subprocess.PIPE, text=True, cwd=TOP, env=environment)
        for how in ([], ["quick"])
    ]
    slowly, quickly = (frozenset(json.loads(process.communicate(timeout=500)[0])) for process in both)
    assert len(slowly) > 5000
    let_through, refused = set[str](), set[str]()
    for info in OPERATORS:
        for name, args, kwargs in misuses(info):
            if (name in slowly) is not (name in quickly):
                wrong = is_refused(info.op, args, kwargs, "cpu") is not (name in quickly)
                (refused if name in quickly else let_through).update([name] if wrong else [])
    assert (let_through, refused) == (set(), set())
    assert len(quickly - slowly) > 100  # the reason for it all is that they are stricter, too
