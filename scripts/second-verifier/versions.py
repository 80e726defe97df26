"""The versions of the recorder and of the metrics.

Sources: docs/metrics.md, whose table of metrics is read; docs/evidence-keys.md, "The key".
"""

import pathlib

RECORDER = 2


def metrics(page):
    """By the name in contracts: the name in Swift, and the version; a row has six cells, the last two of which are these."""
    found = {}
    for line in page.splitlines():
        cells = [cell.strip().strip("`") for cell in line.replace("\\|", "").strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 6:
            found[cells[0]] = (cells[4].encode(), int(cells[5]))
    if not found:
        raise SystemExit("docs/metrics.md has no table of metrics")
    return found


METRICS = metrics((pathlib.Path(__file__).resolve().parents[2] / "docs" / "metrics.md").read_text("utf-8"))
