"""A client that sends whatever it is told to, right or wrong, and keeps what comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATIENCE = 30.0
SERVER = [sys.executable, str(Path(__file__).parent / "serve_with_engine_for_tests.py"), "1"]
Message = dict[str, Any]


class RawClient:
    """One connection to one server, with the engine of the tests unless it is started by another command."""

    def __init__(self, command: Sequence[str] = SERVER) -> None:
        path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": path}
        )
        self.answers: dict[Any, Message] = {}
        self.asked: dict[Any, float] = {}
        self.arrivals: dict[Any, float] = {}  # when each answer came
        self.told: list[Message] = []
        self.configuration: Any = None
        self.replies: dict[str, Any] = {"window/showDocument": {"success": True}}
        self._news = threading.Condition()
        self._last_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, message: Any) -> None:
        self.send_text(json.dumps({"jsonrpc": "2.0"} | message if isinstance(message, dict) else message))

    def send_text(self, text: str) -> None:
        assert self.process.stdin is not None
        body = text.encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> Message:
        """The whole answer to a request, with its result or its error."""
        self._last_id += 1
        self.send({"id": f"ask {self._last_id}", "method": method, "params": params})
        return self.answer(f"ask {self._last_id}")

    def answer(self, id_: Any) -> Message:
        self.wait(lambda: id_ in self.answers)
        return self.answers[id_]

    def wait(self, condition: Any) -> None:
        """Wait until something that came has made this true."""
        with self._news:
            assert self._news.wait_for(condition, PATIENCE)

    def notifications(self, method: str) -> list[Any]:
        return [message.get("params") for message in self.told if message["method"] == method]

    def initialize(self, capabilities: Message | None = None, **more: Any) -> Message:
        """What the server says it can do."""
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}} | more
        answer = self.ask("initialize", params)
        self.notify("initialized", {})
        return answer["result"]["capabilities"]

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def end(self) -> int:
        """Shut the server down; its exit code."""
        if self.process.poll() is None:
            self.ask("shutdown")
            self.notify("exit")
        return self.process.wait(PATIENCE)

    def _read(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            length = int(header.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            message = json.loads(self.process.stdout.read(length))
            with self._news:
                if "method" not in message:
                    self.answers[message["id"]] = message
                    self.arrivals[message["id"]] = time.perf_counter()
                else:
                    self.told.append(message)
                self._news.notify_all()
            if "method" in message and "id" in message:
                configuration = {"workspace/configuration": [self.configuration]}
                self.send({"id": message["id"], "result": (configuration | self.replies).get(message["method"])})
