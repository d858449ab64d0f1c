"""How long the engine takes for a whole GPT-2 file, and for one line edited in it.

Each run is a process of its own that has imported torch and warmed up as the analysis worker does, and has seen no
other file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

from figures import DATA, Figure, machine

EDITS = (
    ("after = gelu(before)", "after = gelu(before) * 2"),
    ("mean = residual.mean(dim=-1, keepdim=True)", "mean = residual.mean(dim=-2, keepdim=True)"),
    ("too_low = logits < threshold", "too_low = logits <= threshold[:, :1]"),
    ("embedded = self.W_pos[positions]", "embedded = self.W_pos[positions + 1]"),
    ("resid_mid = resid_pre + attn_out", "resid_mid = resid_pre + attn_out.transpose(1, 2)"),
    ("targets = tokens[:, 1:]", "targets = tokens[:, 2:]"),
    ("return projected + bias", "return projected + bias[:, None]"),
    ("times = einops.reduce(used, ", "times = 2 * einops.reduce(used, "),
)
"""One line changed in one function: some right, some wrong."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", action="store_true", help="one run in this process, as JSON")
    options = parser.parse_args()
    if options.once:
        print(json.dumps(once()))
        return
    runs = [fresh_process() for _ in range(options.runs)]
    print(machine())
    print(Figure("whole gpt2.py, torch imported, nothing remembered", [run[0] for run in runs], 0.3))
    print(Figure("one line edited in one function", [seconds for run in runs for seconds in run[1:]], 0.03))


def fresh_process() -> list[float]:
    done = subprocess.run([sys.executable, __file__, "--once"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def once() -> list[float]:
    """The seconds for the whole file, then for each edit."""
    from shapecoach.hints import examine
    from shapecoach.lsp.worker import warm_up

    warm_up(examine)
    path = DATA / "gpt2.py"
    text = path.read_text()

    def timed(version: str) -> float:
        began = time.perf_counter()
        analysis = examine(version, str(path))
        seconds = time.perf_counter() - began
        assert analysis.facts
        return seconds

    full = timed(text)
    edits = []
    for old, new in EDITS:
        assert text.count(old) == 1, old
        timed(text)
        edits.append(timed(text.replace(old, new)))
    return [full, *edits]


if __name__ == "__main__":
    main()
