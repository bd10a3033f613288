"""``python -m tests.readme`` writes the parts of README.md that come from the program."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.readme.parts import README, build_demo, tour, with_reference

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        build_demo(Path(name))
        README.write_text(with_reference(tour(README.read_text(encoding="utf-8"), Path(name))), encoding="utf-8")
