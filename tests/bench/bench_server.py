"""How soon a language server answers, and what it holds: 500 annotated lines in a real client, beside its peers."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from figures import Figure, machine
from language_server import measured
from peers import Peer, install, servers
from realistic import EDITS, realistic

LINES = 500
SECONDS_TO_KEEP = 4.0  # without an edit, after which the worker has written down what it knows
OURS = Peer("Shape Coach", [sys.executable, "-m", "shapecoach", "lsp"])


@dataclass
class Times:
    initialized: list[float] = field(default_factory=list[float])
    diagnosed: list[float] = field(default_factory=list[float])
    diagnosed_again: list[float] = field(default_factory=list[float])
    edited: list[float] = field(default_factory=list[float])
    megabytes: list[float] = field(default_factory=list[float])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    print(machine())
    times = asyncio.run(several(OURS, options.runs))
    print(Figure("start to the answer to initialize", times.initialized, 0.5))
    print(Figure("start to the first diagnostics", times.diagnosed, 2.5))
    print(Figure("start to the first diagnostics of a file that was open before", times.diagnosed_again))
    print(Figure(f"an edit in {LINES} lines to its diagnostics", times.edited, 0.02, worst=0.05))
    print(f"{'memory of the server and its worker':58}{max(times.megabytes):7.0f} MB   aim  600 MB")
    for peer in [] if options.no_peers else all_servers():
        try:
            times = asyncio.run(several(peer, 1))
        except Exception as error:  # whatever a peer does wrong is worth a line, and no reason to stop
            print(f"{peer.name}: did not answer ({type(error).__name__}: {error})")
            continue
        print(f"{peer.name} ({peer.remark}):")
        print(Figure("  start to the first diagnostics", times.diagnosed))
        print(Figure(f"  an edit in {LINES} lines to its diagnostics", times.edited))
        print(f"{'  memory':58}{max(times.megabytes):7.0f} MB")


def all_servers() -> list[Peer]:
    try:
        return servers(install())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"peers: can't be installed here ({error})")
        return []


async def several(peer: Peer, runs: int) -> Times:
    times = Times()
    for _ in range(runs):
        await one_run(peer, times)
    return times


async def one_run(peer: Peer, times: Times) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with measured(peer.command, realistic(LINES), Path(folder)) as run:
            times.initialized.append(run.initialized)
            times.diagnosed.append(await run.diagnosed() - run.began)
            middle = len(run.text) // 2
            for old, new in EDITS:
                times.edited.append(await run.edited(old, new, middle))
                times.edited.append(await run.edited(new, old, middle))
            times.megabytes.append(run.megabytes())
            if peer is OURS:
                await asyncio.sleep(SECONDS_TO_KEEP)
        if peer is OURS:
            async with measured(peer.command, run.text, Path(folder)) as second:
                times.diagnosed_again.append(await second.diagnosed() - second.began)


if __name__ == "__main__":
    main()
