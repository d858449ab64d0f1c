"""A document that the editor shows, and what is known of the text that it shows now."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from shapecoach.analysis.model import Analysis, Fact, Finding
from shapecoach.lsp.documents import Document
from shapecoach.lsp.features.held_hints import Readable, held
from shapecoach.lsp.notebooks import Notebook

if TYPE_CHECKING:
    from shapecoach.lsp.features.verdicts import Judged

asked_at: ContextVar[int | None] = ContextVar("asked_at", default=None)
"""The newest version of all documents when the request came that is being answered."""


class ServerCancelledError(JsonRpcException):
    """The request can't be answered any more; the client is to ask again."""

    CODE = types.LSPErrorCodes.ServerCancelled.value
    MESSAGE = "the document was edited meanwhile"


@dataclass(slots=True, eq=False)
class OpenDocument:
    """A document that the editor shows.

    `version` counts its analyses: those of a cell are its notebook's.  `edited` is the version in which its own text
    changed last.
    """

    document: Document
    version: int
    edited: int
    analysis: Analysis | None = None
    judged: Judged | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    notebook: tuple[str, Notebook] | None = None  # that it is a cell of, by its URI
    readable: Readable = field(default_factory=Readable)  # what it was when all of it could be read last
    held: tuple[Fact, ...] = ()  # of that, what is still shown
    mended: dict[Finding, Finding] = field(default_factory=dict[Finding, Finding])  # those that fixes were looked for

    @property
    def uri(self) -> str:
        return self.document.uri

    def own(self, analysis: Analysis) -> Analysis:
        """What an analysis says of this document: all, or for a cell what the notebook's says of it."""
        return self.notebook[1].part(self.uri).of(analysis) if self.notebook else analysis

    def learn(self, analysis: Analysis) -> None:
        """The analysis of this version is there."""
        lines = [line.rstrip("\r\n") for line in self.document.lines if self.document.analysable]
        self.analysis, self.mended = analysis, {}
        if analysis.unread:
            self.held = tuple(held(self.readable, lines, analysis))
        else:
            self.readable, self.held = Readable(lines, analysis.facts), ()
        self.settled.set()

    def renew(self, version: int, edited: bool = True) -> None:
        """Another version of it is there, of which nothing is known yet; who waited for that before looks up."""
        self.version, self.edited = version, version if edited else self.edited
        before, self.settled = self.settled, asyncio.Event()
        before.set()

    async def known(self) -> Analysis:
        """The analysis of the text as it was when the request came; empty where there will be none.

        Raises JsonRpcContentModified where the document is edited before.
        """
        asked = asked_at.get()
        edited = self.edited if asked is None else min(asked, self.edited)
        while True:
            if self.edited != edited:
                raise JsonRpcContentModified("the document was edited meanwhile")
            if self.settled.is_set():
                return self.analysis or Analysis()
            await self.settled.wait()

    async def at_rest(self) -> None:
        """Wait until all is known, however often it is edited before."""
        while not self.settled.is_set():
            await self.settled.wait()
