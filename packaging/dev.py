"""The set-up commands: `python3 packaging/dev.py run`, `... test`, `... --help`.

Standard library only. This file stays readable for any Python 3, so that one that is too old gets
a sentence instead of a syntax error; the work is in dev_commands.py.
"""

import os
import shutil
import subprocess
import sys

SUPPORTED = ((3, 11), (3, 12), (3, 13))


def other_python() -> list:  # type: ignore[type-arg] # list[str] would stop a Python 3.8 here
    """Find a supported Python that really starts, as the words to call it by; else an empty list.

    Windows has no python3.12 on its PATH but a launcher that knows: `py -3.12`.
    """
    for major, minor in SUPPORTED:
        for name, words in (("python%d.%d", []), ("py", ["-%d.%d"])):
            found = shutil.which(name % (major, minor) if "%" in name else name)
            if not found:
                continue
            call = [found] + [word % (major, minor) for word in words]
            show = ["-c", "import sys; print(sys.version_info[:2])"]
            try:  # a version manager's stub is there without a Python behind it
                said = subprocess.check_output(call + show, stderr=subprocess.DEVNULL)
            except (OSError, subprocess.CalledProcessError):
                continue
            if said.decode().strip() == str((major, minor)):
                return call
    return []


def main() -> int:
    """Run the command, in another Python when this one does not fit."""
    if sys.version_info[:2] in SUPPORTED:
        from dev_commands import main as run_command  # needs a supported Python to be read

        return run_command(sys.argv[1:])
    other = other_python()
    mine = ".".join(str(part) for part in sys.version_info[:2])
    if other:
        print("This is Python " + mine + "; going on with " + " ".join(other) + ".", flush=True)
        # Not exec: on Windows that returns to the prompt while the new process still runs.
        return subprocess.call([*other, os.path.abspath(__file__), *sys.argv[1:]])
    print("This is Python " + mine + ". Navigator needs Python 3.11, 3.12 or 3.13.")
    print("Install one of them, then run the same command with it, for example:")
    print("  python3.12 packaging/dev.py " + " ".join(sys.argv[1:]))
    return 1


if __name__ == "__main__":
    sys.exit(main())
