"""What random programs and real packages have once shown to be wrong, each in a few lines.

A comment says what is true of its line: the dims of the name it binds, or `!` and the rule of the finding there.
A line without a `!` has no finding.
"""

from .annotated import ANNOTATED
from .counted import COUNTED
from .lists import LISTS
from .numbers import NUMBERS
from .packages import PACKAGES
from .programs import PROGRAMS
from .repeated import REPEATED
from .sizes import SIZES

CASES = {**SIZES, **PROGRAMS, **PACKAGES, **REPEATED, **LISTS, **ANNOTATED, **NUMBERS, **COUNTED}

__all__ = ["CASES"]
