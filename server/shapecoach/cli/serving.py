"""Running the language server."""

from __future__ import annotations

import asyncio
import gc
import logging

from shapecoach.lsp.worker import ENGINE
from shapecoach.lsp.worker_process import WorkerLostError, WorkerProcess


def serve(address: tuple[str, int] | None = None) -> None:
    """Speak the Language Server Protocol on standard input and output, or at an address, until told to end."""
    # Editors show whatever is on standard error as an error.
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.ERROR)

    gc.disable()  # it would look through what is being imported, a tenth of the time that an editor waits
    begun = _begin() if address is None else None
    from shapecoach.lsp.serve import make_server  # half the start-up time of every other command

    server = make_server()
    gc.freeze()
    gc.enable()
    if address is not None:
        server.start_tcp(*address)
    else:
        if begun is not None:
            server.take(*begun)
        server.start_io()


def _begin() -> tuple[asyncio.Runner, WorkerProcess] | None:
    """The worker on its way, and the event loop that it is of: what takes longest, loading PyTorch, begins first.

    None where it can't be started, which the server finds out again, and says.
    """
    runner = asyncio.Runner()
    try:
        return runner, runner.run(WorkerProcess.start(ENGINE))
    except WorkerLostError:
        runner.close()
        return None
