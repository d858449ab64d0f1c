"""The pages about editors: what a reader copies from them is what the tests here run."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "editors"


def blocks(page: str, language: str) -> list[str]:
    """The texts to be copied from a page, in their order."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"no {language} in {page}.md"
    return found
