"""The command line.  One module per command; nothing here imports torch until something has to be analysed."""

import sys

__all__ = ["main"]


def main() -> None:
    """Entry point of the command `shapecoach`."""
    if sys.argv[1:] == ["lsp"]:
        # An editor is waiting: the worker starts while the server imports, and the command-line library, which takes a
        # fifth of that time, is left out.
        from shapecoach.lsp.starting import start_ahead

        start_ahead()
        from shapecoach.cli.serving import serve

        serve()
    else:
        from shapecoach.cli.app import run

        run()
