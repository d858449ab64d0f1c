"""Says of the Python that runs it whether Shape Coach can run there, in one line of JSON.

    python inspection.py OLDEST VERSION

OLDEST is the oldest Python that will do, VERSION that of the extension.  It runs on any Python, and imports
nothing that is heavy or not Python's own.
"""

import json
import re
import sys


def numbers(version):
    """What a version is ordered by; what has no numbers isn't older than anything.

    >>> numbers("0.9") < numbers("0.10.1") < numbers("unknown")
    True
    """
    parts = re.match(r"\d+(\.\d+)*", version)
    return [float(part) for part in parts.group().split(".")] if parts else [float("inf")]


def inspection(oldest, version):
    """What there is in this Python, and what of our packages is missing."""
    current = ".".join(map(str, sys.version_info[:3]))
    report = {"version": current, "isTooOld": numbers(current) < numbers(oldest)}
    if report["isTooOld"]:
        return report

    from importlib.metadata import PackageNotFoundError, distribution
    from importlib.util import find_spec

    def installed(name):
        try:
            return distribution(name)
        except PackageNotFoundError:
            return None

    package = installed("shapecoach") if find_spec("shapecoach") else None
    lines = [line for line in package.requires or [] if ";" not in line] if package else ["torch"]
    required = [re.split(r"[^\w.-]", line)[0] for line in lines]
    report["shapecoach"] = package.version if package else None
    report["isOutdated"] = package is not None and numbers(package.version) < numbers(version)
    report["missing"] = ([] if package else ["shapecoach"]) + [name for name in required if not installed(name)]
    report["hasPip"] = find_spec("pip") is not None
    return report


if __name__ == "__main__":
    print(json.dumps(inspection(*sys.argv[1:])))
