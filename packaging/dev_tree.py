"""The files of this repository, with git or, in a downloaded archive, without."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = {"build", "dist", "demo-output", "__pycache__", ".coverage"}


def files(root: Path = ROOT) -> list[str]:
    """Every file that belongs to the repository and is there, as `folder/name`, in order."""
    if (root / ".git").exists() and shutil.which("git"):
        # safe.directory: the owner of a checkout in a container is often somebody else.
        command = ["git", "-c", f"safe.directory={root}", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
        names = [name for name in os.fsdecode(listed).split("\0") if name]
    else:
        names = [path.relative_to(root).as_posix() for path in _walk(root)]
    return sorted(name for name in names if (root / name).is_file())


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        top = Path(folder) == root
        # Tools keep their own things in folders with a dot: .venv, .git, caches.
        kept = (name for name in folders if name == ".ci" or not name.startswith("."))
        folders[:] = [name for name in kept if name not in MADE]
        for name in names:
            if not (top and name in MADE) and not name.endswith((".pyc", ".mo")):
                yield Path(folder) / name
