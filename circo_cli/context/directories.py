"""Where a user's data and configuration belong."""

from __future__ import annotations

import os
import sys
from enum import Enum
from pathlib import Path


class Directory(Enum):
    """A directory of circo: the variable that says where it is, and its usual place in a home on Linux."""

    CONFIGURATION = "XDG_CONFIG_HOME", ".config"
    DATA = "XDG_DATA_HOME", ".local/share"


def directory_of_user(directory: Directory) -> Path:
    """Return the path of the `directory`, which need not be there.

    It is what `platformdirs` says. Its import takes longer than all else that looking for a file does, so that the
    everyday case is settled without: Linux, and absolute paths.
    """
    variable, usual = directory.value
    named, home = os.environ.get(variable), os.environ.get("HOME", "")
    android = hasattr(sys, "getandroidapilevel") or "ANDROID_DATA" in os.environ
    if sys.platform == "linux" and not android:
        if named and named.startswith("/"):
            return Path(named, "circo")
        if not named and home.startswith("/"):
            return Path(home, usual, "circo")
    import platformdirs

    look = platformdirs.user_config_dir if directory is Directory.CONFIGURATION else platformdirs.user_data_dir
    return Path(look("circo", appauthor=False))
