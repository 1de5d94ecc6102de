"""What must not leave the memory of the process: the key, and whatever it opened."""

from __future__ import annotations

import contextlib
import sys

if sys.platform == "win32":

    def no_core_dumps() -> None:
        """Windows writes none unless somebody asks for them."""

else:
    import resource

    def no_core_dumps() -> None:
        """Let a crash of this process leave no image of its memory on the disk."""
        with contextlib.suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
