"""What the server and its worker say to each other, and how it travels: pickled, each message after its length.

Each side's messages are one long pickle.  What was part of an earlier message is only referred to, so that the analysis
of a text with one character more takes a few kilobytes, and is the same objects as before where nothing has changed.
"""

from __future__ import annotations

import asyncio
import copyreg
import io
import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import BinaryIO

from shapecoach.analysis.model import Analysis, AxisOrigin, Dependency, Fact, Finding, Position, Range, Related

LENGTH = struct.Struct(">Q")
MOST_BYTES = 1_000_000
"""After so many, both sides begin anew, and let go of what was in the messages so far."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded the engine."""


@dataclass(frozen=True, slots=True)
class Job:
    """One version of one document, to be analysed.

    `mend` is the place whose findings get fixes: to prove those takes longer than all the rest.
    `roots` are the workspace's folders.  `again` says that only what the document imports may have changed, `trial`
    that nobody wrote this text.  `newer` holds what the editor shows of other files and the worker doesn't know yet,
    None for one that was closed.
    """

    uri: str
    version: int
    text: str
    path: str
    roots: tuple[str, ...] = ()
    again: bool = False
    trial: bool = False
    mend: Range | None = None
    newer: Mapping[str, str | None] = field(default_factory=dict[str, str | None])


@dataclass(frozen=True, slots=True)
class Answer:
    """What the worker found out about a job."""

    uri: str
    version: int
    analysis: Analysis


Message = Ready | Job | Answer


# A file has thousands of places and facts: what pickle makes of a dataclass by itself takes ten times as long.
_lines_and_characters = attrgetter("start.line", "start.character", "end.line", "end.character")
copyreg.pickle(Range, lambda place: (_range, _lines_and_characters(place)))


def _by_its_parts(kind: type[AxisOrigin | Dependency | Fact | Finding | Related]) -> None:
    parts = attrgetter(*(part.name for part in fields(kind)))
    copyreg.pickle(kind, lambda one: (kind, parts(one)))


for _kind in (AxisOrigin, Dependency, Fact, Finding, Related):
    _by_its_parts(_kind)


def _range(line: int, character: int, end_line: int, end_character: int) -> Range:
    return Range(Position(line, character), Position(end_line, end_character))


class Packer:
    """Makes messages into bytes for somebody who has read all messages before."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._file = io.BytesIO()
        self._pickler = pickle.Pickler(self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def pack(self, message: Message) -> bytes:
        """The bytes that stand for `message`."""
        if self._file.tell() > MOST_BYTES:
            self._begin()
        start = self._file.tell()
        self._pickler.dump(message)
        body = bytes(self._file.getbuffer()[start:])
        return LENGTH.pack(len(body)) + body


class Unpacker:
    """Reads messages, all that one `Packer` has made and in their order."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._file = io.BytesIO()
        self._unpickler = pickle.Unpickler(self._file)

    def read(self, stream: BinaryIO) -> Message:
        """The next message.

        Raises EOFError when the other side is gone.
        """
        (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
        return self._unpacked(_exactly(stream, length))

    async def read_async(self, stream: asyncio.StreamReader) -> Message:
        """The next message, without blocking the event loop.

        Raises EOFError when the other side is gone.
        """
        (length,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
        return self._unpacked(await stream.readexactly(length))

    def _unpacked(self, body: bytes) -> Message:
        if self._file.tell() > MOST_BYTES:
            self._begin()
        start = self._file.tell()
        self._file.write(body)
        self._file.seek(start)
        return self._unpickler.load()


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
