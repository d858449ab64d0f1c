"""Standard input as asyncio reads it, on any system: one thread, and one wake-up for all that has come.

pygls hands each line of each message from thread to thread, which takes longer than most answers.
"""

from __future__ import annotations

import asyncio
import os
import threading
from typing import BinaryIO

CHUNK = 1 << 16


def reader_of(stdin: BinaryIO) -> asyncio.StreamReader:
    """A reader of what comes through `stdin`; to be called in the event loop that reads it."""
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    # Not through the file's own buffer, whose lock would be held while Python ends.
    threading.Thread(target=_read, args=(stdin.fileno(), loop, reader), daemon=True).start()
    return reader


def _read(file: int, loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader) -> None:
    chunk = b"?"
    while chunk:
        try:
            chunk = os.read(file, CHUNK)
        except OSError:
            chunk = b""
        try:
            loop.call_soon_threadsafe(reader.feed_data, chunk) if chunk else loop.call_soon_threadsafe(reader.feed_eof)
        except RuntimeError:  # the loop has ended
            return
