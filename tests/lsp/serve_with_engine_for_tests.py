"""The real server and the real worker process, with the engine of the tests and short limits."""

import sys

from shapecoach.lsp.analyst import Limits
from shapecoach.lsp.serve import make_server

make_server("engine_for_tests:examine", Limits(start=60.0, analysis=float(sys.argv[1]))).start_io()
