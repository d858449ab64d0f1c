"""LSP as this server speaks it: positions in the client's units, and an answer to whatever a client does out of turn.

Beyond LSP it knows:

initialization option `workspaceDiagnostics`
    `true`: the client shall ask for the diagnostics of all files, not only for those that are open.  Many ask for them
    all the time where a server says that it has them, so it says so only to who wants that.  Who asks is answered.
initialization option `pictures`
    The client shows images with `data:` URIs (SVG) in the Markdown of a hover.  `true`, or the kind of its theme, in
    whose colours they are then drawn: "light", "dark", "high-contrast", "high-contrast-light".  Without it, none are.
initialization option `flowPage`
    The client has a command `shapecoach.shapeFlow` with a document's URI and a line, which shows what the request
    `shapecoach/shapeFlow` answers; otherwise the command `shapecoach.server.shapeFlow` opens it as Markdown.
request `shapecoach/shapeFlow`, `{"uri": "file:///a.py", "line": 12, "function": "Attention.forward"}`
    The flow of tensors through the function of that name, or, where there is none or none is named, through the one
    around the line: `{"function": "", "title": "", "svg": "", "mermaid": "", "message": ""}`.  Boxes in the drawing say
    in `data-line` where their tensors come about; where nothing can be drawn, the message says why.  Null where a
    document isn't open.
initialization option `resultPage`
    The client has a command `shapecoach.showResult` with a document's URI, which shows what the request answers:
request `shapecoach/result`, `{"uri": "file:///split_heads.py"}`
    What became of the exercise when it was last run, `{"title": "", "html": ""}`, or null.
request `shapecoach/lessons`
    The lessons in the workspace and where the learner stands with them, a tree ready to be shown: see `LessonTree` in
    `features/lesson_tree.py`.
notification `shapecoach/lessonsChanged` to the client
    The answer to that is another now.
notification `shapecoach/theme` from the client, `{"kind": "dark"}`
    The theme is another now.
notification `shapecoach/status` to the client, `{"state": "ready", "message": ""}`
    What the analysis process does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcContentModified,
    JsonRpcException,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from shapecoach.lsp import encodings
from shapecoach.lsp.documents import Documents
from shapecoach.lsp.open_document import ServerCancelledError, asked_at
from shapecoach.lsp.settings import wants_workspace

if TYPE_CHECKING:
    from shapecoach.lsp.server import ShapeCoachServer


EDITS = {types.TEXT_DOCUMENT_DID_CHANGE, types.NOTEBOOK_DOCUMENT_DID_CHANGE}
"""Each change counts in the text that the one before it left: `Document` translates them."""


class Unreadable:
    """A message that can't be read; who waits for it, or for an answer to it, has been told."""


class ShapeCoachProtocol(LanguageServerProtocol):
    """What pygls does, and what it leaves to chance.

    It drops a request whose parameters can't be read, or that comes after `shutdown`, so that the client would wait for
    ever; and it acts on what comes before `initialize`.
    """

    _is_ending = False
    _encoding = types.PositionEncodingKind.Utf16

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._asked_about: dict[str | int, str] = {}  # documents, by the requests that are being answered

    @property
    def was_shut_down(self) -> bool:
        """Did the client ask for the end before it came?"""
        return self._shutdown

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        server = cast("ShapeCoachServer", self._server)
        result = yield from super().lsp_initialize(params)
        self._encoding = result.capabilities.position_encoding = encodings.chosen(params.capabilities)
        self._workspace = Documents(params.root_uri, workspace_folders=params.workspace_folders)
        self._workspace.units = encodings.to_utf16(self._encoding)
        server.read_options(params.initialization_options)
        if not server.pulls:  # it is published to
            result.capabilities.diagnostic_provider = None
        elif isinstance(provider := result.capabilities.diagnostic_provider, types.DiagnosticOptions):
            asks = wants_workspace(params.initialization_options)
            result.capabilities.diagnostic_provider = evolve(provider, workspace_diagnostics=asks)
        asyncio.get_running_loop().call_soon(server.go_to_work)  # when this is sent
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        self._is_ending = True  # from now on, not only when all has ended
        own = self.msg_id
        yield self.fm.features[types.SHUTDOWN], args, None  # pyright: ignore[reportUnknownMemberType]
        for msg_id, future in list(self._request_futures.items()):  # cancelling takes it out
            if msg_id != own and not future.done():
                future.cancel()
        self._shutdown = True

    def _get_handler(self, feature_name: str) -> Any:
        if self._workspace is not None:  # `initialize` was answered
            cast("ShapeCoachServer", self._server).go_to_work()
        return super()._get_handler(feature_name)

    def structure_message(self, data: dict[str, Any]) -> Any:
        if "jsonrpc" in data and "method" in data and self.get_message_type(data["method"]) is None:
            data = {"params": None} | data  # pygls wants some for what it doesn't know
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            elif "id" in data:  # an answer, for which somebody waits
                self._handle_response(data["id"], error=error.to_response_error())
            return Unreadable()

    def handle_message(self, message: Any) -> None:
        if isinstance(message, Unreadable):
            return
        asked_at.set(cast("ShapeCoachServer", self._server).session.newest)
        refusal = self._refusal(getattr(message, "method", None))
        if refusal is None:
            super().handle_message(self._in_utf16(message))
        elif hasattr(message, "id"):
            self._send_response(message.id, error=refusal.to_response_error())

    def _in_utf16(self, message: Any) -> Any:
        """A message of the client's, in the units that we count in."""
        method = getattr(message, "method", None)
        if self._encoding is types.PositionEncodingKind.Utf16 or method is None or method in EDITS:
            return message
        uri = encodings.document_of(message.params)
        if uri is not None and hasattr(message, "id"):
            self._asked_about[message.id] = uri
        units = encodings.to_utf16(self._encoding)
        return evolve(message, params=encodings.translated(message.params, uri, units, self._lines))

    def _in_its_units(self, value: Any, uri: str | None = None) -> Any:
        """What is sent to the client, in the units that it counts in."""
        if self._encoding is types.PositionEncodingKind.Utf16:
            return value
        return encodings.translated(value, uri, encodings.from_utf16(self._encoding), self._lines)

    def _lines(self, uri: str) -> Sequence[str]:
        try:
            return self.workspace.get_text_document(uri).lines
        except (OSError, ValueError):  # it isn't open, nor can it be read
            return ()

    def notify(self, method: str, params: Any = None) -> None:
        super().notify(method, self._in_its_units(params))

    def send_request(self, method: str, params: Any = None, *args: Any, **more: Any) -> Future[Any]:
        return super().send_request(method, self._in_its_units(params), *args, **more)

    def _send_response(self, msg_id: str | int, result: Any = None, error: types.ResponseError | None = None) -> None:
        super()._send_response(msg_id, self._in_its_units(result, self._asked_about.pop(msg_id, None)), error)

    def _send_handler_result(self, future: Future[Any], *, msg_id: str | int) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(
            error, JsonRpcContentModified | ServerCancelledError
        ):  # it happens all the time: not to be logged
            self._request_futures.pop(msg_id, None)
            self._send_response(msg_id, error=error.to_response_error())
        else:
            super()._send_handler_result(future, msg_id=msg_id)

    def _refusal(self, method: str | None) -> JsonRpcException | None:
        """Why a message is not acted on now; None where it is.  Answers, which have no method, always are."""
        if method is None or method == types.EXIT:
            return None
        if self._is_ending:
            return JsonRpcInvalidRequest("the server was shut down")
        if self._workspace is None:
            return None if method == types.INITIALIZE else JsonRpcServerNotInitialized()
        return JsonRpcInvalidRequest("the server is initialized") if method == types.INITIALIZE else None
