"""Page to picture: `python tests/bench/screenshot.py build/graph.html page.png` (--address "#tab=papers", --dark)."""

import argparse
import sys
from pathlib import Path


def main() -> None:
    """Open the page with the network off and take its picture."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import browser

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--address", default="", help="what follows the file, such as #node=method:transformer&focus=1")
    given = parser.parse_args()
    path = browser.executable()
    if path is None:
        parser.error("no Chromium on the PATH: apt-get install chromium")
    scheme = "dark" if given.dark else "light"
    with (
        browser.chromium(path) as chromium,
        browser.visit(
            chromium, given.page, width=given.width, height=given.height, scheme=scheme, address=given.address
        ) as seen,
    ):
        seen.page.wait_for_timeout(500)
        seen.page.screenshot(path=given.picture)


if __name__ == "__main__":
    main()
