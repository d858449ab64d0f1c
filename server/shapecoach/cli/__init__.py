"""The command line.  One module per command; nothing here imports torch until something has to be analysed."""

import sys

__all__ = ["main"]


def main() -> None:
    """Entry point of the command `shapecoach`."""
    if sys.argv[1:] == ["lsp"]:
        # An editor is waiting, and the command-line library takes a fifth of the time that the server needs to start.
        from shapecoach.cli.serving import serve

        serve()
    else:
        from shapecoach.cli.app import run

        run()
