"""The system libraries that the Qt wheels expect on Linux, tried one by one."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

# Library → Debian/Ubuntu package. What the PySide6 6.11 wheels do not bring along, read from the
# NEEDED entries of QtCore, QtGui, QtWidgets, QtDBus and the platform plugins. On systems with the
# 64-bit time change the packages are called …t64 and still answer to these names.
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",  # the offscreen plugin too
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",  # brings one font family
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
ON_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
ON_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a window could be shown: always on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def wanted(environ: Mapping[str, str] = os.environ, *, window: bool) -> dict[str, str]:
    """Library → package for what is about to be shown here: a window, or nothing (offscreen)."""
    names = dict(ALWAYS)
    if window and environ.get("DISPLAY"):
        names |= ON_X11
    if window and environ.get("WAYLAND_DISPLAY"):
        names |= ON_WAYLAND
    return names


def missing(names: Mapping[str, str]) -> dict[str, str]:
    """Those that the system's loader does not find. Empty on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return {}
    return {library: package for library, package in names.items() if not _loads(library)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
