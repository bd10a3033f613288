"""Where data and configuration are looked for: always where platformdirs says."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import platformdirs
import pytest

from circo_cli.context.directories import Directory, directory_of_user

PLACES = (None, "", " ", "/", "/srv/x", "/srv//x/", "/srv/../x", "srv/x", "~/x", "//x")
HOMES = ("/home/a", "/home/a/", "//home/a", "/", "", "home", None)


@pytest.mark.parametrize(("named", "home"), list(product(PLACES, HOMES)))
def test_a_directory_is_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, named: str | None, home: str | None
) -> None:
    for variable, value in {"XDG_CONFIG_HOME": named, "XDG_DATA_HOME": named, "HOME": home}.items():
        monkeypatch.delenv(variable, raising=False) if value is None else monkeypatch.setenv(variable, value)
    assert directory_of_user(Directory.CONFIGURATION) == Path(platformdirs.user_config_dir("circo", appauthor=False))
    assert directory_of_user(Directory.DATA) == Path(platformdirs.user_data_dir("circo", appauthor=False))


@pytest.mark.parametrize("platform", ["darwin", "win32", "android"])
def test_elsewhere_platformdirs_is_asked(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    if platform == "android":
        monkeypatch.setenv("ANDROID_DATA", "/data")
    else:
        monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda name, appauthor: f"/asked/{name}/{appauthor}")
    assert directory_of_user(Directory.CONFIGURATION) == Path("/asked/circo/False")
