"""How soon a server answers while somebody types: 500 keystrokes in 500 lines, and all that VS Code asks after each.

On a machine that others use too, the seconds that the processes compute for a keystroke say more than what passes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "lsp"))

import psutil
from figures import Figure, machine
from realistic import realistic
from tests.lsp.raw_client import RawClient
from tests.lsp.replay import VSCODE, Replay
from tests.lsp.typist import session

SHAPECOACH = [sys.executable, "-P", "-m", "shapecoach", "lsp"]
LINES = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--keystrokes", type=int, default=500)
    parser.add_argument("--rates", type=float, nargs="*", default=[9.0, 0.0], help="keystrokes a second; 0: no pause")
    options = parser.parse_args()
    for rate in options.rates:
        print(machine())
        print(f"{options.keystrokes} keystrokes, {f'{rate:g} a second' if rate else 'each as soon as all is answered'}")
        replay, computed = run(options.keystrokes, rate)
        for name, seconds in (replay.seconds | computed).items():
            print(Figure(name, seconds, 0.02, worst=0.05))


def run(count: int, rate: float) -> tuple[Replay, dict[str, list[float]]]:
    text, computed = realistic(LINES), dict[str, list[float]]()
    with tempfile.TemporaryDirectory() as folder:
        client = RawClient(SHAPECOACH)
        client.initialize(VSCODE, rootUri=Path(folder).as_uri())
        replay = Replay(client, (Path(folder) / "model.py").as_uri())
        client.open(replay.uri, text)
        client.ask("textDocument/diagnostic", {"textDocument": {"uri": replay.uri}})
        time.sleep(1)  # what is warmed up when nothing is to do
        server = psutil.Process(client.process.pid)
        processes = {"the server computes": server, "its worker computes": server.children()[0]}
        began = time.perf_counter()
        for number, key in enumerate(session(text, count)):
            if rate:
                time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            before = {name: seconds_computed(process) for name, process in processes.items()}
            replay.answers(replay.press(key))
            for name, process in processes.items():
                computed.setdefault(name, []).append(seconds_computed(process) - before[name])
        client.end()
    return replay, computed if all(map(any, computed.values())) else {}


def seconds_computed(process: psutil.Process) -> float:
    """The processor time of all threads of a process so far, where the system counts it finely enough (Linux)."""
    files = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9


if __name__ == "__main__":
    main()
