"""Search, keystroke to rows, at 100,000 members and at 1,000.

    python tests/bench/bench_search.py

Types names, numbers and dates letter by letter; every letter is one search for the rows of one
screen. The floor is the raw FTS5 query through sqlcipher3 for the same words in the same store: one
statement for the columns of as many rows, not counted, not sorted, left as tuples. Exit status 1
when over a bar.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import floor
from figures import Figure, tell

from navigator_app.domain import search
from navigator_app.domain.records import CaseloadQuery
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile
from navigator_app.services import caseload, import_authorizations
from navigator_app.services.workspace import Workspace

MANY, FEW, ROUNDS = 100_000, 1_000, 6
WINDOW = 100
FLOOR_BAR, SIZE_BAR = 2.0, 1.5
_RAW = f"""
SELECT m.pk, m.id, m.first_name, m.last_name, m.preferred_name, m.cin, m.plan_id, m.date_of_birth,
       m.phone, m.language_spoken, m.navigator_id, m.homeless, m.do_not_leave_word,
       m.fleeing_violence, m.last_attempt_on, m.sort_name, r.id, r.service, r.is_open, r.status,
       r.status_on, r.authorization_status, r.ends_on, r.clock_rule, r.clock_due_on
FROM member_fts f JOIN member m ON m.pk = f.rowid LEFT JOIN referral r ON r.member_id = m.id
WHERE f.member_fts MATCH ? LIMIT {WINDOW}
"""
_ONSETS = "b br c ch d f g gr h j k kh l m n ng p r s sh t tr v w x y z"
_VOWELS = "a a a e e i o o u ia ie ue"
_ENDS = ("", "", "n", "s", "r", "l", "z", "ng", "nez", "rez", "yan", "son")


def people(count: int) -> list[tuple[object, ...]]:
    """Members with names of a few thousand kinds; the commonest is borne by one in forty."""
    rng = random.Random(11)
    first = [_name(rng, 2) for _ in range(1500)]
    last = [_name(rng, 3) for _ in range(6000)]
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        born = f"{rng.randint(1938, 2007)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        values: dict[str, object] = dict.fromkeys(FIELDS, "")
        values |= {
            "first_name": first[int(len(first) * rng.random() ** 2)],
            "last_name": last[int(len(last) * rng.random() ** 2)],
            "cin": f"{90_000_000 + number}{'ABCDEFGHKM'[number % 10]}",
            "plan_member_id": f"00{rng.randint(0, 10**9 - 1):09d}",
            "date_of_birth": born,
            "phone": f"{rng.choice(['209', '415', '916'])}{rng.randint(2000000, 9999999)}",
            "guardian_phone": "0000000000",
            "language_spoken": rng.choice(["English", "Spanish", "Hmong"]),
            "homeless": number % 2,
            "service": rng.choice(["htns", "htss", "deposits"]),
            "requested_on": "2026-11-01",
            "authorization_status": "approved",
            "effective_on": "2026-11-02",
            "ends_on": "2027-11-01",
            "sent_to_provider_on": f"2026-11-{rng.randint(3, 18):02d}",
        }
        cells = [values[field] for field in FIELDS]
        rows.append((number + 2, json.dumps(cells), *cells))
    return rows


def _name(rng: random.Random, syllables: int) -> str:
    onsets, vowels = _ONSETS.split(), _VOWELS.split()
    parts = (rng.choice(onsets) + rng.choice(vowels) for _ in range(syllables))
    return ("".join(parts) + rng.choice(_ENDS)).title()


def store_of(home: Path, rows: list[tuple[object, ...]]) -> Workspace:
    """A store with those members, taken in like any file."""
    ws = floor.new_workspace(home)
    parsed = ParsedFile("roster.csv", str(len(rows)), "bayview", FIELDS, rows, [], ())
    review = import_authorizations.stage(ws, parsed, "bayview")
    import_authorizations.commit(ws, review.id)
    return ws


def keystrokes(rows: list[tuple[object, ...]]) -> list[str]:
    """What stands in the search box after each key: the letters people type of a name, or of two,
    a CIN, the last digits of a phone, a date of birth."""
    rng = random.Random(5)
    typed: list[str] = []
    for row in rng.sample(rows, 60):
        values = dict(zip(FIELDS, row[2:], strict=True))
        born = str(values["date_of_birth"])
        texts = (
            str(values["last_name"])[:5],
            f"{str(values['first_name'])[:4]} {str(values['last_name'])[:3]}",
            str(values["cin"]),
            str(values["phone"])[-4:],
            f"{int(born[5:7])}/{int(born[8:])}/{born[:4]}",
        )
        for text in texts:
            typed += [text[:end].lower() for end in range(1, len(text) + 1)]
    return typed


def best_of(searches: list[Callable[[str], object]], typed: list[str]) -> list[list[float]]:
    """Seconds of each search for each text, side by side, the best of a few rounds.

    Whoever comes second finds what the first brought near, so they take turns at being the first.
    """
    best = [[float("inf")] * len(typed) for _search in searches]
    pairs = list(zip(best, searches, strict=True))
    for turn in range(ROUNDS):
        first = turn % len(pairs)
        for place, text in enumerate(typed):
            for seconds, search_for in (*pairs[first:], *pairs[:first]):
                took = floor.timed(partial(search_for, text))
                seconds[place] = min(seconds[place], took)
    return best


def of_service(ws: Workspace) -> Callable[[str], object]:
    """What the window calls at each key."""
    return lambda text: caseload.page(ws, CaseloadQuery(text=text), limit=WINDOW)


def of_sqlite(ws: Workspace, typed: list[str]) -> Callable[[str], object]:
    """The raw query for the same words."""
    words = {text: search.build_query(text, caseload.nicknames()) for text in typed}
    run = ws.store.connection.execute
    return lambda text: run(_RAW, (words[text],)).fetchall()


def main() -> int:
    """Measure, print, judge."""
    rows = people(MANY)
    with floor.folder() as folder:
        small = store_of(folder / "few", rows[:FEW])
        big = store_of(folder / "many", rows)
        typed = keystrokes(rows[:FEW])
        searches = [of_service(small), of_service(big), of_sqlite(big, typed)]
        try:
            at_few, at_many, plain = best_of(searches, typed)
        finally:
            small.close()
            big.close()
    for name, seconds in (("1,000", at_few), ("100,000", at_many), ("raw", plain)):
        middle = statistics.median(seconds) * 1e3
        print(f"{name}: median {middle:.2f} ms, p95 {floor.p95(seconds) * 1e3:.2f} ms")
    figures = [
        Figure(f"keystroke to rows at {MANY:,} members, p95", floor.p95(at_many), floor.p95(plain),
               FLOOR_BAR, floor_is="raw FTS5 query for the same rows"),
        Figure(f"the same against {FEW:,} members", floor.p95(at_many), floor.p95(at_few),
               SIZE_BAR, floor_is=f"the same at {FEW:,}"),
    ]  # fmt: skip
    return 0 if all([tell(figure).held for figure in figures]) else 1


if __name__ == "__main__":
    sys.exit(main())
