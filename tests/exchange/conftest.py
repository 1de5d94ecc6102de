"""The sample files, the shipped layouts, and a way to read made-up bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from navigator_app.exchange.inbound import ParsedFile, read_file
from navigator_app.exchange.layouts import Layout, shipped
from tests.line import Line
from tests.sshd import Sshd

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
TODAY = date(2026, 11, 30)

Read = Callable[..., ParsedFile]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample authorization files."""
    return SAMPLES


@pytest.fixture(scope="session")
def layouts() -> dict[str, Layout]:
    """The shipped layouts by key."""
    return shipped()


@pytest.fixture
def read(tmp_path: Path, layouts: dict[str, Layout]) -> Read:
    """`read(data, plan="bayview", name="file.csv")`: that plan's layout first."""

    def read_one(
        data: bytes | str | Path, *, plan: str = "bayview", name: str = "file.csv"
    ) -> ParsedFile:
        path = data if isinstance(data, Path) else tmp_path / name
        if not isinstance(data, Path):
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        order = [layouts[plan], *(layout for key, layout in layouts.items() if key != plan)]
        return read_file(path, order, today=TODAY)

    return read_one


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    """An OpenSSH server of this test's own."""
    one = Sshd(tmp_path / "plan")
    yield one
    one.stop()


@pytest.fixture
def between(server: Sshd) -> Iterator[Line]:
    """A line to it that can be cut, slowed and damaged."""
    one = Line(server.port)
    yield one
    one.close()
