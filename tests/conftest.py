"""Shared fixtures: real encrypted stores, copied from one that is built once a run."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace as workspaces
from navigator_app.services.workspace import Workspace
from navigator_app.store.keys import Kdf

gc.disable()  # as the program does: a collection on the store's thread would destroy widgets there

ZONE = "America/Los_Angeles"
PASSPHRASE = "juniper kettle orbit mosaic"
QUICK = Kdf(memory_kib=64, time=1, parallelism=1)
"""Argon2id settings for tests alone; the product's are in `store.keys.Kdf`."""


@pytest.fixture(scope="session")
def passphrase() -> str:
    """The passphrase of the test stores."""
    return PASSPHRASE


@pytest.fixture(scope="session")
def quick_kdf() -> Kdf:
    """Cheap Argon2id settings, to be handed in by name."""
    return QUICK


@pytest.fixture(scope="session")
def clock() -> Clock:
    """Ten in the morning of 20 November 2026 in California, standing still."""
    return Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Path:
    """A store as first run leaves it: an agency and one navigator. Copy it, never open it."""
    home = tmp_path_factory.mktemp("built") / "home"
    ws, _code = workspaces.create(
        home,
        agency="Harbor Homes",
        npi="1234567893",
        user="Ana Ruiz",
        role=Role.NAVIGATOR,
        passphrase=PASSPHRASE,
        clock=clock,
        phone="4155550100",
        kdf=QUICK,
    )
    ws.close()
    return home


@pytest.fixture
def home(built_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own with a store in it, closed."""
    copy = tmp_path / "home"
    shutil.copytree(built_home, copy)
    return copy


@pytest.fixture
def open_workspace(clock: Clock) -> Iterator[Callable[..., Workspace]]:
    """`open_workspace(home, clock=…)`: unlock a test store; closed again after the test."""
    opened: list[Workspace] = []

    def open_one(home: Path, *, clock: Clock = clock) -> Workspace:
        ws = workspaces.unlock(home, PASSPHRASE, clock=clock)
        opened.append(ws)
        return ws

    yield open_one
    for ws in opened:
        ws.close()


@pytest.fixture
def workspace(home: Path, open_workspace: Callable[..., Workspace]) -> Workspace:
    """An unlocked store of this test's own, with the fixed clock."""
    return open_workspace(home)


MANY = 30_000
"""Objects that may be looked through by each collection; what stays beyond them is set aside."""


def _with_widgets(item: pytest.Item) -> bool:
    return "gui" in item.path.parts or "journeys" in item.path.parts


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Between two tests, when there is much: collect, then set aside what stays.

    That is modules, forms laid out and the like. Left among what is looked through, they make the
    collection after a test cost more than the test. What of it dies later is found next time.
    """
    made = gc.get_count()[0]  # since the last collection; that costs nothing to ask
    if made > MANY:
        gc.collect()
    if (made > MANY or _with_widgets(item)) and len(gc.get_objects()) > MANY:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """After each test with widgets: collect on the main thread, delete what was told to go.

    Without an event loop it would stay, and be dressed anew with each theme of the next test.
    """
    if _with_widgets(item):
        gc.collect()
        qt = sys.modules.get("PySide6.QtCore")
        app = qt.QCoreApplication.instance() if qt else None
        if qt is not None and app is not None:
            app.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete.value)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    at = tmp_path / "small"
    at.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(at)]
    if os.name == "nt" or subprocess.run(words, capture_output=True).returncode != 0:
        pytest.skip("a small disk can be mounted only by root")
    yield at
    subprocess.run(["umount", "-l", str(at)], check=True)
