"""Gives a file its name without ever replacing another, and makes that lasting."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.ENOTSUP}


def move_in(part: Path, target: Path) -> bool:
    """Rename; False when something is called so already, which is left as it is."""
    if os.name == "nt":
        try:
            os.rename(part, target)  # refuses by itself there
        except FileExistsError:
            return False
        return True
    try:
        os.link(part, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # FAT, exFAT and some network drives have no links: look, then rename.
        if os.path.lexists(target):
            return False
        os.rename(part, target)
        return True
    part.unlink()
    return True


def sync_folder(folder: Path) -> None:
    """Make the rename itself lasting; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):  # some network drives
            raise
    finally:
        os.close(handle)
