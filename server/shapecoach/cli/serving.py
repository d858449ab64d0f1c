"""Running the language server."""

from __future__ import annotations

import gc
import logging


def serve(address: tuple[str, int] | None = None) -> None:
    """Speak the Language Server Protocol on standard input and output, or at an address, until told to end."""
    # Editors show whatever is on standard error as an error.
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.ERROR)

    gc.disable()  # it would look through what is being imported, a tenth of the time that an editor waits
    from shapecoach.lsp.serve import make_server  # half the start-up time of every other command

    server = make_server()
    gc.freeze()
    gc.enable()
    if address is None:
        server.start_io()
    else:
        server.start_tcp(*address)
