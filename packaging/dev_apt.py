"""Debian and Ubuntu: install a few system packages as root, otherwise say the exact command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

TRIES = 5

SERVERS = {"sshd": "openssh-server", "sftp": "openssh-client"}
"""Program → package: what the tests of the exchange with a plan talk to."""


def install(packages: Sequence[str], purpose: str, say: Callable[[str], None]) -> str:
    """Install packages; return "" when done, else the sentence that says what to do instead."""
    names = " ".join(packages)
    if not (sys.platform.startswith("linux") and shutil.which("apt-get")):
        return f"This system lacks what Debian calls {names} ({purpose}). Install it, then retry."
    by_hand = f"apt-get update && apt-get install --no-install-recommends {names}"
    if os.geteuid() != 0:
        sudo = " && ".join(f"sudo {part}" for part in by_hand.split(" && "))
        return f"Some system packages are missing ({purpose}). Run this, then retry:\n  {sudo}"
    say(f"Installing system packages {purpose}: {names}")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        problem = _apt(step, say)
        if problem:
            return f"apt-get {step[0]} failed:\n{problem}\nBy hand:\n  {by_hand}"
    return ""


def servers(say: Callable[[str], None]) -> None:
    """Install the servers that tests talk to; where that cannot be, those tests say they skip."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    lacking = [package for name, package in SERVERS.items() if not shutil.which(name, path=path)]
    if lacking:
        problem = install(lacking, "for the tests of the exchange with plans", say)
        if problem:
            say(f"Going on without them. {problem}")


def _apt(step: Sequence[str], say: Callable[[str], None]) -> str:
    """Run one apt-get step, waiting for another one that holds the lock; return its error."""
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0", *step]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    error = ""
    for attempt in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            return ""
        error = (done.stderr or done.stdout).strip()
        if "lock" not in error.lower():  # DPkg::Lock::Timeout does not cover `update`
            break
        say(f"Another apt is at work; waiting ({attempt + 1} of {TRIES})")
        time.sleep(10)
    return error[-2000:]
