"""``python -m tests.readme`` writes the parts of README.md that come from the program, and its picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.readme.parts import README, build_demo, tour, with_reference
from tests.readme.picture import PICTURE, drawn, shown

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        build_demo(Path(name))
        PICTURE.write_text(drawn(shown(Path(name))), encoding="utf-8")
        README.write_text(with_reference(tour(README.read_text(encoding="utf-8"), Path(name))), encoding="utf-8")
