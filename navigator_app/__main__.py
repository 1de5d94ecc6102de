"""`python -m navigator_app`: the same as the command `navigator`."""

from __future__ import annotations

import sys

from navigator_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
