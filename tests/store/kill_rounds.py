"""Kill a writing process at random moments and look at what it had acknowledged.

As a script, `python tests/store/kill_rounds.py --rounds 200` makes a longer run of its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from navigator_app.runtime.clock import Clock
from navigator_app.store import journal_read, keys
from navigator_app.store.engine import Store

WRITER = """
import sys
from pathlib import Path
from navigator_app.runtime.clock import Clock
from navigator_app.store.engine import Store

home, key, first = Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()), int(sys.argv[2])
store = Store.open(home, key)
clock = Clock()
print("ready", flush=True)
for number in range(first, first + 1_000_000):
    with store.transaction("write", clock=clock) as tx:
        for half in "ab":
            tx.insert("learned_layout", {
                "id": f"{half}{number}", "key": f"{half}{number}", "toml": "x" * (number % 5000),
                "created_at": tx.now,
            })
        tx.execute("UPDATE learned_layout SET toml = 'seen' WHERE id = ?", (f"a{number - 1}",))
    print(number, flush=True)
"""
"""Two rows and an update in every transaction; each commit is acknowledged by its number."""


def kill_rounds(home: Path, key: bytes, rounds: int, seed: int = 1) -> int:
    """Kill the writer `rounds` times and return how many writes were acknowledged.

    After each kill the store must open, hold every acknowledged write, none by half, and a whole
    journal; AssertionError otherwise.
    """
    chance = random.Random(seed)
    acknowledged = 0
    for _ in range(rounds):
        acknowledged = max(acknowledged, _one_round(home, key, acknowledged + 1, chance))
        store = Store.open(home, key)
        try:
            acknowledged = _check(store, acknowledged)
        finally:
            store.close()
    return acknowledged


def _one_round(home: Path, key: bytes, first: int, chance: random.Random) -> int:
    """Let the writer write, kill it, return the last number it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), str(first)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(key.hex() + "\n")
        writer.stdin.flush()
        assert writer.stdout.readline().strip() == "ready"
        deadline = time.monotonic() + chance.uniform(0.0, 0.12)
        last = first - 1
        while time.monotonic() < deadline:
            last = int(writer.stdout.readline())
        writer.kill()
        rest = writer.stdout.read().splitlines(keepends=True)
        whole = [int(line) for line in rest if line.endswith("\n")]
        return whole[-1] if whole else last


def _check(store: Store, acknowledged: int) -> int:
    """Check the store against what was acknowledged; return the newest write it holds."""
    rows = store.query(
        "SELECT substr(id, 1, 1), CAST(substr(id, 2) AS INTEGER) FROM learned_layout"
    )
    halves = {half: {number for side, number in rows if side == half} for half in "ab"}
    assert halves["a"] == halves["b"], "half a transaction was kept"
    newest = max(halves["a"], default=0)
    assert newest >= acknowledged, f"write {acknowledged} was acknowledged and is lost"
    assert newest <= acknowledged + 1, "a write nobody began"
    assert halves["a"] == set(range(1, newest + 1)), "a write in the middle is lost"
    assert store.query("PRAGMA integrity_check") == [("ok",)]
    entries, problem = journal_read.verify(store)
    assert problem == ""
    journalled = store.one("SELECT count(*) FROM journal_entry WHERE table_name = 'learned_layout'")
    assert journalled is not None
    assert journalled[0] >= 2 * newest
    assert entries >= journalled[0]
    return newest


def main() -> None:
    """Run from the command line in a store of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        key = keys.new_key()
        kdf = keys.Kdf(memory_kib=64, time=1, parallelism=1)
        key_file, _code = keys.new_key_file(key, "only for this run", user_id=None, kdf=kdf)
        Store.create(Path(folder), key, key_file, _first_row).close()
        count = kill_rounds(Path(folder), key, chosen.rounds, chosen.seed)
    sys.stdout.write(f"{chosen.rounds} kills, {count} writes acknowledged, none lost\n")


def _first_row(store: Store) -> None:
    with store.transaction("create_store", clock=Clock()) as tx:
        row = {"id": "agency", "name": "Harbor Homes", "npi": "1234567893"}
        tx.insert("agency", {**row, "created_at": tx.now})


if __name__ == "__main__":
    main()
