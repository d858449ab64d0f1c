"""A process of ours and all that it started: how much memory they hold, and how to end every one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import psutil

_TOKEN = "SHAPECOACH_RUN"
_TRIES = 20


@dataclass
class Family:
    """A process and everything that descends from it.

    Descendants are found by parentage while it lives, and by a token in their environment afterwards, so that one
    that was left behind, in a session of its own even, is found as well.
    """

    arguments: list[str]
    token: str = field(default_factory=lambda: uuid4().hex)
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            self.arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ
            | {_TOKEN: self.token, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8:backslashreplace"},
            start_new_session=sys.platform != "win32",
        )

    def memory(self) -> int:
        """The bytes of memory that the whole family holds."""
        total = 0
        with suppress(psutil.Error):
            parent = psutil.Process(self.process.pid)
            for member in (parent, *parent.children(recursive=True)):
                with suppress(psutil.Error):
                    total += member.memory_info().rss
        return total

    def end(self) -> None:
        """Kills every member, and returns when they are gone."""
        started = self._descendants()
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(OSError):
            self.process.kill()
        self.process.wait()
        _end_all(self.token, also=started)

    def _descendants(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []


def end_own_family() -> None:
    """Ends the family that this process is the head of: all that it started, then itself."""
    if token := os.environ.get(_TOKEN):
        _end_all(token, also=())
    os._exit(1)


def _end_all(token: str, also: Sequence[psutil.Process]) -> None:
    """Kills everyone who carries the token, but ourselves, and returns when they are gone."""
    for _ in range(_TRIES):  # a member may start another one while we look
        left = [member for member in {*also, *_marked(token)} if member.is_running() and member.pid != os.getpid()]
        for member in left:
            with suppress(psutil.Error):
                member.kill()
        psutil.wait_procs(left, timeout=2)
        also = ()
        if not left:
            return
        time.sleep(0.01)


def _marked(token: str) -> list[psutil.Process]:
    """Every process that carries the token.  Only our user's can be looked at, and only they can be ours."""
    found: list[psutil.Process] = []
    for candidate in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if candidate.environ().get(_TOKEN) == token and candidate.status() != psutil.STATUS_ZOMBIE:
                found.append(candidate)
    return found
