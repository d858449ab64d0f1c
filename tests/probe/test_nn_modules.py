"""How many modules of torch.nn the probes get right.  The table is written to `.artifacts/nn_modules.md`."""

from __future__ import annotations

import pytest

from .nn_modules import classes
from .tables import cases_of, tabulate


@pytest.mark.timeout(1300)
def test_every_module_gives_the_eager_shape() -> None:
    cases = cases_of("nn_modules", 1200)
    totals = tabulate("nn_modules", "The modules of torch.nn, built and called symbolically", "module", cases)
    asked = sum(totals.values()) - totals["not asked"]
    assert [case for case in cases if case.verdict == "wrong"] == []
    assert totals["exact"] >= 0.98 * asked
    assert {case.operator for case in cases} == set(classes())
    assert asked > 600
