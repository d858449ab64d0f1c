"""`shapecoach lsp`."""

from __future__ import annotations

from typing import Annotated

import typer

from shapecoach.cli.serving import serve


def lsp(
    tcp: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Listen there instead of using standard input and output.")
    ] = None,
) -> None:
    """Speak the Language Server Protocol, for an editor."""
    address = parse_address(tcp) if tcp is not None else None
    serve(address)


def parse_address(text: str) -> tuple[str, int]:
    """`HOST:PORT` in its parts.  Raises typer.BadParameter."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise typer.BadParameter(f"{text!r} is not HOST:PORT.", param_hint="--tcp")
    return host, int(port)
