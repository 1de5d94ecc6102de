"""What must not leave the memory of the process, the key and whatever it opened; and how much
memory a process takes that opens what strangers made.
"""

from __future__ import annotations

import contextlib
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PROCESS_MEMORY, _DIE_QUIETLY, _EXTENDED = 0x100, 0x400, 9

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    def no_core_dumps() -> None:
        """Windows writes none unless somebody asks for them."""

    def bound(most: int) -> None:
        """Let this process have so many bytes and no more; it ends without a word on the screen
        when it crashes. A job of its own is how Windows bounds a process."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = _Extended()
        limits.basic.flags = _PROCESS_MEMORY | _DIE_QUIETLY
        limits.process_memory = most
        kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

    def peak() -> int:
        """The most bytes the process has had; 0 here, where `bound` holds by itself."""
        return 0

else:
    import resource

    _UNIT = 1 if sys.platform == "darwin" else 1024

    def no_core_dumps() -> None:
        """Let a crash of this process leave no image of its memory on the disk."""
        with contextlib.suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (0, hard))

    def bound(most: int) -> None:
        """Let this process have so many bytes and no more. macOS takes no notice: there whoever
        bounds looks at `peak` as well."""
        with contextlib.suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))

    def peak() -> int:
        """The most bytes of memory that the process has had at once."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
