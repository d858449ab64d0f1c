"""Has a Python process write down, in the file of `watch.mjs`, who it is and each address it turns to.

Python imports a module of this name at its start.  Nothing is refused: the process goes on as it would have.
"""

from __future__ import annotations

import json
import os
import sys

_FILE = os.environ.get("SHAPECOACH_WATCH")
# https://docs.python.org/3/library/audit_events.html; the place comes after the socket, if there is one.
_ASKS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}


def _host(arguments: tuple[object, ...]) -> str | None:
    """The host that an event is about; None for a socket in the file system, and for no host, which is this machine."""
    place = next((part for part in arguments if isinstance(part, str | bytes | tuple)), None)
    if isinstance(place, tuple):
        place = place[0] if place else None
        return str(place)
    return place if isinstance(place, str) and not place.startswith(("/", "\0")) else None


def _write(host: str | None) -> None:
    line = json.dumps({"program": sys.orig_argv, "host": host}) + "\n"
    file = os.open(str(_FILE), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, line.encode())
    os.close(file)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ASKS and (host := _host(arguments)) is not None:
        _write(host)


if _FILE:
    _write(None)
    sys.addaudithook(_look)
