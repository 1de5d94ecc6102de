"""The name under which this computer stands in the journal."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

from navigator_app.paths import private

_FILE = "device.json"
_UNUSUAL = re.compile(r"[^\w.-]+")


def device_name(home: Path) -> str:
    """The host's name with four characters that stay, so that two laptops of a name differ.

    Kept in a small file of the home folder that holds no secret; a lost one is made anew.
    """
    path = home / _FILE
    try:
        kept = json.loads(path.read_bytes())["device"]
        if isinstance(kept, str) and kept:
            return kept
    except (OSError, ValueError, TypeError, KeyError):
        pass
    import platform  # slow to import, and only a new home asks for it

    host = _UNUSUAL.sub("-", platform.node().partition(".")[0])[:40].strip("-") or "computer"
    name = f"{host}-{os.urandom(2).hex()}"
    with (
        contextlib.suppress(OSError),  # a name that could not be kept is still good today
        open(path, "w", encoding="utf-8", opener=private) as file,
    ):
        file.write(json.dumps({"device": name}))
    return name
