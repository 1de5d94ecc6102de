"""Kills a working process again and again and looks at what it left.

    python tests/journeys/kill_loop.py 200

Nothing acknowledged may be lost, nothing may be half there, and the store must verify.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from navigator_app.domain.records import CaseloadQuery, CaseloadRow  # noqa: E402
from navigator_app.domain.vocabulary import Role  # noqa: E402
from navigator_app.services import agency, audit, caseload, workspace  # noqa: E402
from tests.journeys.kill_child import BATCH, CLOCK, ROWS, cin_of  # noqa: E402

PASSPHRASE = "lantern-orchard-velvet-tide-81"
CHILD = Path(__file__).with_name("kill_child.py")


@dataclass
class Ledger:
    """Everything that was acknowledged since the store was made."""

    imports: set[int] = field(default_factory=set)
    attempts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    next_turn: int = 0
    kills: int = 0


def make_store(home: Path) -> None:
    """An empty store with one plan."""
    ws, _code = workspace.create(
        home,
        agency="Kill test",
        npi="1234567893",
        user="Kim",
        role=Role.NAVIGATOR,
        passphrase=PASSPHRASE,
        clock=CLOCK,
    )
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    ws.close()


def one_kill(home: Path, files: Path, ledger: Ledger, rng: random.Random) -> list[str]:
    """Start the child, let it work for a random while, kill it, return its whole lines."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(home), str(files), str(ledger.next_turn)]
        + [f"s{ledger.kills}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(PASSPHRASE + "\n")
    child.stdin.flush()
    first = child.stdout.readline()
    if "ready" in first:
        time.sleep(rng.uniform(0.0, 0.6))  # the moment of the kill is what this test draws
    os.kill(child.pid, signal.SIGKILL)
    rest, complaint = child.communicate()
    if "ready" not in first:
        raise AssertionError(f"the store did not open: {complaint}")
    if complaint.strip():
        raise AssertionError(f"the child broke before it was killed: {complaint}")
    ledger.kills += 1
    return [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def note(lines: list[str], ledger: Ledger) -> None:
    """Write down what was acknowledged; the turn in hand is never used again."""
    for line in lines:
        fact = json.loads(line)
        if fact["did"] == "import":
            ledger.imports.add(fact["turn"])
        else:
            ledger.attempts[fact["mark"]] = [tuple(pair) for pair in fact["attempts"]]
    done = {fact["turn"] for fact in map(json.loads, lines) if fact["did"] == "import"}
    ledger.next_turn = max([ledger.next_turn, *(turn + 1 for turn in done)]) + 1


def check(home: Path, ledger: Ledger) -> None:
    """Open the store as a person would and compare it with the ledger."""
    ws = workspace.unlock(home, PASSPHRASE, clock=CLOCK)
    try:
        verdict = audit.verify(ws)
        assert (verdict.encrypted, verdict.integrity, verdict.journal) == (True,) * 3, verdict
        referrals = caseload.referrals(ws)
        _check_imports({row.cin for row in referrals}, ledger)
        _check_attempts(ws, ledger)
    finally:
        ws.close()


def _check_imports(cins: set[str], ledger: Ledger) -> None:
    for turn in range(ledger.next_turn + 1):
        there = sum(cin_of(n) in cins for n in range(turn * ROWS, (turn + 1) * ROWS))
        assert there in (0, ROWS), f"import {turn} is half there: {there} of {ROWS} rows"
        if turn in ledger.imports:
            assert there == ROWS, f"import {turn} was acknowledged and is lost"


def _check_attempts(ws: workspace.Workspace, ledger: Ledger) -> None:
    """Attempts are there by id, a batch whole or not at all, and each moved its referral."""
    found: set[tuple[str, str]] = set()
    batches: Counter[str] = Counter()
    tried = [row for row in _everybody(ws) if row.last_attempt is not None]
    for row in tried:
        page = caseload.member_page(ws, row.id)
        for seen in page.attempts:
            found.add((row.id, seen.id))
            batches[seen.note] += 1
        assert page.events, "an attempt stands without the status it must have set"
    for mark, pairs in ledger.attempts.items():
        missing = set(pairs) - found
        assert not missing, f"{mark} was acknowledged and {len(missing)} of it are lost"
    halves = {mark: count for mark, count in batches.items() if count != BATCH}
    assert not halves, f"half-written batches: {halves}"


def _everybody(ws: workspace.Workspace) -> list[CaseloadRow]:
    rows: list[CaseloadRow] = []
    total = 1
    while len(rows) < total:
        page = caseload.page(ws, CaseloadQuery(), len(rows), 500)
        total = page.total
        rows.extend(page.rows)
    return rows


def run(kills: int, seed: int = 7, tell: bool = False, per_store: int = 25) -> Ledger:
    """Kill `kills` times, checking after each; a new store now and then keeps the check quick."""
    rng = random.Random(seed)
    whole = Ledger()
    while whole.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            home, files = Path(folder) / "home", Path(folder) / "files"
            files.mkdir()
            make_store(home)
            ledger = Ledger()
            for _turn in range(min(per_store, kills - whole.kills)):
                note(one_kill(home, files, ledger, rng), ledger)
                check(home, ledger)
                if tell:
                    said = f"{whole.kills + ledger.kills} kills, {len(ledger.imports)} imports"
                    print(f"{said}, {len(ledger.attempts)} attempt batches", flush=True)
        whole.kills += ledger.kills
        whole.imports |= {turn + 10_000 * whole.kills for turn in ledger.imports}
        whole.attempts |= {f"{whole.kills} {m}": p for m, p in ledger.attempts.items()}
    return whole


if __name__ == "__main__":
    ledger = run(int(sys.argv[1]) if len(sys.argv) > 1 else 12, tell=True)
    print(
        f"{ledger.kills} kills: {len(ledger.imports)} imports and {len(ledger.attempts)} attempt "
        "batches acknowledged, none lost, none half-written, every store verified."
    )
