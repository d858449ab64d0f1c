"""A client of the Debug Adapter Protocol that starts debugpy's adapter, as an editor does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

Message = dict[str, Any]


class Debugger:
    """One debug session; use it as a context."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        self._adapter = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._sent = 0
        self._events: list[Message] = []
        self.printed = ""
        self._ask("initialize", adapterID="debugpy", pathFormat="path", linesStartAt1=True)
        self._launch = self._send("launch", **configuration)

    def __enter__(self) -> Debugger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._adapter.kill()
        self._adapter.wait()
        assert self._adapter.stdin and self._adapter.stdout
        self._adapter.stdin.close()
        self._adapter.stdout.close()

    def begin(self, breakpoints: Mapping[Path, list[int]]) -> None:
        """Sets breakpoints, at lines from 1, and lets the program run."""
        self.event("initialized")
        for path, lines in breakpoints.items():
            wanted = [{"line": line} for line in lines]
            self._ask("setBreakpoints", source={"path": str(path)}, breakpoints=wanted)
        self._ask("setExceptionBreakpoints", filters=["uncaught"])
        self._send("configurationDone")
        self._answer(self._launch)

    def stopped(self) -> Message | None:
        """Where the program has stopped: the frames of that thread, the innermost first; None if it has ended."""
        event = self.event("stopped", "terminated")
        if event["event"] == "terminated":
            return None
        thread = event["body"]["threadId"]
        return {"thread": thread, "frames": self._ask("stackTrace", threadId=thread)["stackFrames"]}

    def value(self, stop: Message, expression: str) -> str:
        """What an expression is where the program has stopped."""
        return self._ask("evaluate", expression=expression, frameId=stop["frames"][0]["id"], context="repl")["result"]

    def go_on(self, stop: Message, how: str = "continue") -> None:
        self._ask(how, threadId=stop["thread"])

    def event(self, *names: str) -> Message:
        """The first event of such a name that wasn't given yet; others before it are given no more."""
        while self._events:
            event = self._events.pop(0)
            if event["event"] in names:
                return event
        return self._until(lambda message: message.get("event") in names)

    def _ask(self, command: str, **arguments: Any) -> Message:
        return self._answer(self._send(command, **arguments))

    def _send(self, command: str, **arguments: Any) -> int:
        self._sent += 1
        message = {"seq": self._sent, "type": "request", "command": command, "arguments": arguments}
        content = json.dumps(message).encode()
        assert self._adapter.stdin
        self._adapter.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._adapter.stdin.flush()
        return self._sent

    def _answer(self, number: int) -> Message:
        answer = self._until(lambda message: message.get("request_seq") == number)
        assert answer["success"], answer
        return answer.get("body", {})

    def _until(self, wanted: Callable[[Message], bool]) -> Message:
        while True:
            message = self._receive()
            if message.get("event") == "output" and message["body"].get("category") in ("stdout", "stderr"):
                self.printed += message["body"]["output"]
            if wanted(message):
                return message
            if message["type"] == "event":
                self._events.append(message)

    def _receive(self) -> Message:
        assert self._adapter.stdout
        length = 0
        while line := self._adapter.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
        content = self._adapter.stdout.read(length)
        assert content, "the adapter has ended"
        return json.loads(content)
