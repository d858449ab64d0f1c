"""Draws icon.png (VS Code wants pixels) from icon.svg, with the Chromium that the tests use.

python extension/media/draw-icon.py
"""

from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

SIZE = 256
HERE = Path(__file__).parent


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ width: 100vw }}</style>{(HERE / 'icon.svg').read_text()}")
        page.screenshot(path=HERE / "icon.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
