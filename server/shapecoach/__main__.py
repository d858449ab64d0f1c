"""`python -m shapecoach`: the same as the command `shapecoach`."""

import sys

# -m puts the current folder first in the search path; a file there called torch.py must not be taken for PyTorch.
if not sys.flags.safe_path:
    del sys.path[0]

from shapecoach.cli import main

main()
