"""Imports point one way, as the contracts in ``pyproject.toml`` say."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "circo_cli").rglob("*.py"))


def test_import_linter_keeps_every_contract() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "import-linter is part of the test extra"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_rendering_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]
    if path.name != "streams.py":
        streams = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "write"]
        assert not [node for node in streams if ast.unparse(node.value) in ("sys.stdout", "sys.stderr")]


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.parent.name in ("domain", "queries", "documents")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_rules_and_queries_never_read_the_clock_nor_commit(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for forbidden in ("datetime.now(", "date.today(", "utcnow(", "time.time(", ".commit(", ".rollback("):
        assert forbidden not in source
