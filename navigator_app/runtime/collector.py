"""Python's cycle collector, kept still while many rows are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Hold the collector back: rows make no cycles, and it would walk all of them over and over.

    What was collected before is collected again afterwards, also after an exception.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
