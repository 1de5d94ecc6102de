"""The two set-up commands: what they would do on machines unlike this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import dev
import dev_apt
import dev_commands
import dev_environment
import dev_libraries
import pytest

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries")


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "dev.py", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in ("run", "test", "lint", "bench", "build", "lock", "catalogue", "tidy"):
        assert f"{name}:" in done.stdout


def test_an_old_python_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.main() == 1
    assert "Navigator needs Python 3.11, 3.12 or 3.13" in capsys.readouterr().out


def test_dev_py_can_be_read_by_old_pythons() -> None:
    """No syntax younger than 3.5 in the file that tells an old Python so."""
    import ast

    ast.parse((ROOT / "packaging" / "dev.py").read_text(), feature_version=(3, 7))
    text = (ROOT / "packaging" / "dev.py").read_text()
    assert "from __future__" not in text
    assert 'f"' not in text


@linux_only
def test_another_python_on_the_path_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A stub that does not start is passed over, the one that does is taken."""
    for name, line in (("python3.11", "exit 127"), ("python3.12", "echo '(3, 12)'")):
        stub = tmp_path / name
        stub.write_text(f"#!/bin/sh\n{line}\n")
        stub.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.other_python() == [str(tmp_path / "python3.12")]


@linux_only
def test_the_launcher_of_windows_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub = tmp_path / "py"
    stub.write_text("#!/bin/sh\n[ \"$1\" = -3.13 ] && echo '(3, 13)' || exit 103\n")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.other_python() == [str(stub), "-3.13"]


@linux_only
def test_without_root_the_exact_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    told = dev_apt.install(["libegl1", "libgl1"], "that Qt needs", lambda text: None)
    assert told.endswith(
        "sudo apt-get update && sudo apt-get install --no-install-recommends libegl1 libgl1"
    )


@linux_only
def test_a_missing_library_is_named_with_its_package() -> None:
    assert dev_libraries.missing(dev_libraries.ALWAYS) == {}
    assert dev_libraries.missing({"libnowhere.so.7": "libnowhere7"}) == {
        "libnowhere.so.7": "libnowhere7"
    }


def test_only_what_will_be_shown_is_asked_for() -> None:
    none: dict[str, str] = {}
    x11 = {"DISPLAY": ":0"}
    assert dev_libraries.wanted(x11, window=False) == dev_libraries.ALWAYS
    assert dev_libraries.wanted(none, window=True) == dev_libraries.ALWAYS
    assert "libxcb-cursor.so.0" in dev_libraries.wanted(x11, window=True)
    assert "libwayland-client.so.0" in dev_libraries.wanted(
        {"WAYLAND_DISPLAY": "wayland-0"}, window=True
    )


@linux_only
def test_the_list_covers_what_qt_asks_for() -> None:
    """Every library that Qt's own files need is brought along, ours, or of the C runtime."""
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    files = [qt / "lib" / f"libQt6{n}.so.6" for n in ("Core", "Gui", "Widgets", "DBus", "XcbQpa")]
    files += [qt / "plugins" / "platforms" / f"libq{n}.so" for n in ("offscreen", "xcb", "wayland")]
    runtime = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0"}
    runtime |= {"libdl.so.2", "librt.so.1"}
    known = dev_libraries.ALWAYS | dev_libraries.ON_X11 | dev_libraries.ON_WAYLAND
    brought = {path.name for path in (qt / "lib").iterdir()}
    for file in files:
        for name in needed(file):
            loader = name.startswith("ld-linux")
            assert loader or name in known or name in brought or name in runtime, (file.name, name)


def needed(path: Path) -> list[str]:
    """The NEEDED names of a 64-bit little-endian ELF file."""
    import struct

    data = path.read_bytes()
    (at,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQQQ", data, at + size * n) for n in range(count)]
    loads = [(h[3], h[2], h[5]) for h in headers if h[0] == 1]
    dynamic = next(h for h in headers if h[0] == 2)
    tags = list(struct.iter_unpack("<qQ", data[dynamic[2] : dynamic[2] + dynamic[5]]))
    table = next(value for tag, value in tags if tag == 5)
    base = next(off + table - addr for addr, off, size in loads if addr <= table < addr + size)
    ends = ((base + value, data.index(b"\0", base + value)) for tag, value in tags if tag == 1)
    return [data[start:end].decode() for start, end in ends]


def test_a_lock_is_the_same_with_other_line_ends(tmp_path: Path) -> None:
    unix, windows = tmp_path / "a", tmp_path / "b"
    unix.write_bytes(b"one\ntwo\n")
    windows.write_bytes(b"one\r\ntwo\r\n")
    assert dev_environment.lock_hash(unix) == dev_environment.lock_hash(windows)
    with pytest.raises(dev_environment.Refused, match="whole repository"):
        dev_environment.lock_hash(tmp_path / "absent")


@pytest.mark.parametrize(
    ("rest", "chosen"),
    [([], False), (["-k", "x"], False), (["-n0"], True), (["--pdb"], True), (["-n", "3"], True)],
)
def test_the_callers_choice_of_processes_is_kept(rest: list[str], chosen: bool) -> None:
    assert dev_commands._chooses_workers(rest) is chosen


def test_two_cores_give_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, processes in ((1, 2), (2, 2), (6, 6), (64, 8)):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert dev_commands.workers() == processes
