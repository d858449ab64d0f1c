"""How much of PyTorch's own operator database the probes get right.  The table is written to `.artifacts/op_db.md`."""

from __future__ import annotations

import pytest

from .tables import cases_of, tabulate


@pytest.mark.timeout(1300)
def test_probes_agree_with_pytorch_on_its_own_samples() -> None:
    cases = cases_of("op_db", 1200)
    totals = tabulate("op_db", "PyTorch's operator database, asked symbolically", "operator", cases)
    asked = sum(totals.values()) - totals["not asked"]
    assert [case for case in cases if case.verdict == "wrong"] == []
    assert totals["exact"] + totals["hangs on data"] >= 0.985 * asked
    assert totals["hangs on data"] < 0.02 * asked
    assert asked > 4000
