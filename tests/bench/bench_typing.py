"""How soon a server answers while somebody types: 500 keystrokes in 500 lines, and all that VS Code asks after each."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "lsp"))

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
        for name, seconds in run(options.keystrokes, rate).seconds.items():
            print(Figure(name, seconds, 0.02, worst=0.05))


def run(count: int, rate: float) -> Replay:
    text = realistic(LINES)
    with tempfile.TemporaryDirectory() as folder:
        client = RawClient(SHAPECOACH)
        client.initialize(VSCODE, rootUri=Path(folder).as_uri())
        replay = Replay(client, (Path(folder) / "model.py").as_uri())
        client.open(replay.uri, text)
        client.ask("textDocument/diagnostic", {"textDocument": {"uri": replay.uri}})
        time.sleep(1)  # what is warmed up when nothing is to do
        began = time.perf_counter()
        for number, key in enumerate(session(text, count)):
            if rate:
                time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            replay.answers(replay.press(key))
        client.end()
    return replay


if __name__ == "__main__":
    main()
