"""Kill a store that is being given a new key at random moments, and see who can still unlock it.

As a script, `python tests/store/rekey_rounds.py HOME --rounds 300` makes a longer run of its own;
HOME is what `test_rekey.py` builds. Each round is a forked child, so there is none on Windows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from navigator_app.errors import WrongPassphrase
from navigator_app.runtime.clock import Clock
from navigator_app.services import audit, users
from navigator_app.services import workspace as workspaces
from navigator_app.store import keys, rekey

OWN, STAYS, LEAVES = "juniper kettle orbit mosaic", "velvet anchor thistle", "copper lantern willow"
CLOCK = Clock(
    "America/Los_Angeles", datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
)


def revoke(home: Path) -> str:
    """Ana revokes Dana; returns the new recovery code."""
    ws = workspaces.unlock(home, OWN, clock=CLOCK)
    try:
        done, _changes = users.revoke(ws, users.find(ws, "Dana Park").id, own=OWN)
        return done.recovery_code
    finally:
        ws.close()


def rounds(template: Path, folder: Path, count: int, seed: int) -> dict[str, int]:
    """Kill `count` children and return how many were found in which state; asserts each."""
    chance = random.Random(seed)
    home = folder / "timed"
    shutil.copytree(template, home)
    began = time.perf_counter()
    revoke(home)
    whole = time.perf_counter() - began
    found: dict[str, int] = {}
    for number in range(count):
        home = folder / f"round-{number}"
        shutil.copytree(template, home)
        _killed(home, chance.uniform(0, whole * 1.1))
        state = _state(home)
        found[state] = found.get(state, 0) + 1
        look(home)
        shutil.rmtree(home)
    return found


def _killed(home: Path, after: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            revoke(home)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _state(home: Path) -> str:
    key_file = keys.read(home)
    if key_file.pending:
        return "between"
    return "before" if len(keys.users(key_file)) == 3 else "after"


def look(home: Path) -> None:
    """Whoever stays unlocks, finds everything and a whole journal; who left is kept out."""
    for round_ in range(2):  # the first unlocking finishes what was cut off
        for passphrase, name in ((STAYS, "Ben Ochoa"), (OWN, "Ana Ruiz")):
            ws = workspaces.unlock(home, passphrase, clock=CLOCK)
            try:
                assert ws.user.name == name
                assert ws.store.query("SELECT count(*) FROM learned_layout")[0][0] == 200
                well = audit.verify(ws)
                assert (well.encrypted, well.integrity, well.journal) == (True, True, True), well
                dana = next(one for one in users.people(ws) if one.name == "Dana Park")
                assert dana.has_passphrase or not dana.active
            finally:
                ws.close()
            if not dana.active:
                _kept_out(home)
        if round_:
            assert not keys.read(home).pending
            assert not (home / rekey.STAGING).exists()


def _kept_out(home: Path) -> None:
    try:
        workspaces.unlock(home, LEAVES, clock=CLOCK).close()
    except WrongPassphrase:
        (home / "throttle.json").unlink(missing_ok=True)
        return
    raise AssertionError("who was revoked got in")


def main() -> None:
    """Make a run and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    found = rounds(args.home, args.folder, args.rounds, args.seed)
    print(" ".join(f"{name}={count}" for name, count in sorted(found.items())))


if __name__ == "__main__":
    main()
