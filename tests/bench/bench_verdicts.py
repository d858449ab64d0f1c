"""How soon there is a verdict: a click in the editor over all solutions and mistakes, the first one, plain `pytest`."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from figures import Figure, machine
from installed import environment
from language_server import Measured, measured
from lsprotocol import types

from shapecoach.lessons import Exercise, LearnerFolder, catalogue, learn

SERVER = [sys.executable, "-m", "shapecoach", "lsp"]
STILL = 1.0
"""Seconds without work after which a process counts as waiting."""


@dataclass
class Times:
    first: list[float] = field(default_factory=list[float])
    right: list[float] = field(default_factory=list[float])
    wrong: list[float] = field(default_factory=list[float])
    replaced: list[float] = field(default_factory=list[float])
    megabytes: list[float] = field(default_factory=list[float])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--exercises", type=int, help="only so many, spread over the curriculum")
    parser.add_argument("--no-peers", action="store_true", help="without plain pytest")
    options = parser.parse_args()
    every = catalogue().exercises
    chosen = every[:: max(1, len(every) // options.exercises)] if options.exercises else every
    print(machine())
    with tempfile.TemporaryDirectory() as place:
        folder = learn(Path(place) / "lessons")
        times = Times()
        for _ in range(options.runs):
            asyncio.run(first_click(folder, chosen[0], times))
        asyncio.run(clicks(folder, chosen, times))
        print(Figure("start of the server to the first verdict, clicked at once", times.first, 3.0))
        print(Figure("a click to the verdict, right answers", times.right, 0.3))
        print(Figure("a click to the verdict, wrong answers", times.wrong, 0.3))
        print(f"{'  the slowest of both':58}{max(times.right + times.wrong):7.2f} s    aim  2.00 s")
        print(Figure("a verdict to the next process that waits", times.replaced))
        print(f"{'memory of the process that waits, its own':58}{max(times.megabytes):7.0f} MB")
        for exercise in every:
            folder.path_of(exercise).write_text(exercise.solution, encoding="utf-8")
        paths = [folder.path_of(exercise) for exercise in chosen[: options.runs]]
        commanded = [seconds(folder, "-m", "shapecoach", "test", path.stem) for path in paths]
        print(Figure("`shapecoach test EXERCISE`, started for it", commanded, 3.0))
        if not options.no_peers:
            plain = [seconds(folder, "-m", "pytest", str(path)) for path in paths]
            print(Figure("`pytest FILE` (the same tests)", plain))
            compare("a click", times.right, plain)
            compare("`shapecoach test`", commanded, plain)


async def first_click(folder: LearnerFolder, exercise: Exercise, times: Times) -> None:
    async with measured(SERVER, "", folder.root) as run:
        await click(run, folder, exercise, exercise.solution)
        times.first.append(time.perf_counter() - run.began)


async def clicks(folder: LearnerFolder, exercises: tuple[Exercise, ...], times: Times) -> None:
    """Each answer of each exercise, always when a process waits."""
    async with measured(SERVER, "", folder.root) as run:
        open_document(run, folder, exercises[0], "")
        server = psutil.Process(run.client._server.pid)  # pyright: ignore
        for exercise in exercises:
            for text, kept in ((exercise.solution, times.right), *((text, times.wrong) for text in wrong(exercise))):
                process, took = await waiting(server)
                times.replaced.append(took)
                times.megabytes.append(process.memory_full_info().uss / 2**20)
                kept.append(await click(run, folder, exercise, text))


def wrong(exercise: Exercise) -> Iterator[str]:
    """The text of the exercise's first known mistake."""
    from shapecoach.lessons.judging.material import material

    for known in [known for known in material(exercise).mistakes if known.sentence][:1]:
        text = (exercise.source / "mistakes.py").read_text(encoding="utf-8")
        yield f"{text}\n\n{exercise.function} = {known.name}.answer\n"


async def click(run: Measured, folder: LearnerFolder, exercise: Exercise, text: str) -> float:
    """The seconds from the command to its verdict, on a document with that text."""
    uri = open_document(run, folder, exercise, text)
    began = time.perf_counter()
    command = types.ExecuteCommandParams("shapecoach.server.run", [uri])
    async with asyncio.timeout(60):
        verdict = await run.client.workspace_execute_command_async(command)
    took = time.perf_counter() - began
    assert verdict is not None
    wanted = ["passed"] if text == exercise.solution else ["failed", "error"]
    assert verdict["outcome"] in wanted, (exercise.name, verdict)
    run.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    return took


def open_document(run: Measured, folder: LearnerFolder, exercise: Exercise, text: str) -> str:
    uri = folder.path_of(exercise).as_uri()
    item = types.TextDocumentItem(uri, "python", 1, text)
    run.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return uri


async def waiting(server: psutil.Process) -> tuple[psutil.Process, float]:
    """The test process that waits, once it has nothing to do any more; and how long that took."""
    began = time.perf_counter()
    worked, since = -1.0, began
    while True:
        await asyncio.sleep(0.02)
        found = [child for child in server.children() if "shapecoach.lessons.child" in child.cmdline()]
        used = found[0].cpu_times() if found else None
        if used is None or used.user + used.system != worked or worked < 0.5:
            worked, since = used.user + used.system if used else -1.0, time.perf_counter()
        elif time.perf_counter() - since > STILL:
            return found[0], since - began


def seconds(folder: LearnerFolder, *arguments: str) -> float:
    began = time.perf_counter()
    env = environment() | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # a learner hasn't installed what our tests need
    done = subprocess.run([sys.executable, *arguments], cwd=folder.root, capture_output=True, env=env)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return time.perf_counter() - began


def compare(what: str, ours: list[float], plain: list[float]) -> None:
    ratio = Figure("", ours).median / Figure("", plain).median
    print(f"{'  ' + what + ' against plain pytest':58}{ratio:7.2f} of its time")


if __name__ == "__main__":
    main()
