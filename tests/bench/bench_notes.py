"""Search in notes at 1,000,000 of them.

    python tests/bench/bench_notes.py [NOTES]

Types words and pairs of words as people do, whole and unfinished; every search gives a page with
snippets, newest first. The floor is the raw FTS5 query through sqlcipher3 for the same words in the
same store: one statement that orders by row number and reads the same columns of as many rows,
left as tuples. Exit status 1 when over a bar.
"""

from __future__ import annotations

import random
import statistics
import sys
from functools import partial

import bench_search
import floor
import many_notes
from figures import Figure, tell

from navigator_app.domain import note_search
from navigator_app.domain.notes import NoteQuery
from navigator_app.services import notes
from navigator_app.services.workspace import Workspace

MEMBERS, NOTES, SEARCHES, ROUNDS, BAR = 2_000, 1_000_000, 150, 5, 2.0
_RAW = f"""
SELECT n.id, n.kind, n.record_id, n.member_id, m.first_name, m.last_name, e.at_utc, e.zone, u.name,
       e.narrative
FROM note_fts f JOIN note_index n ON n.id = f.rowid JOIN member m ON m.id = n.member_id
JOIN encounter e ON e.id = n.record_id LEFT JOIN "user" u ON u.id = e.user_id
WHERE f.note_fts MATCH ? ORDER BY f.rowid DESC LIMIT {notes.PAGE}
"""


def typed() -> list[str]:
    """What people type: a word whole or unfinished, or two of them."""
    rng = random.Random(9)
    words, weights = many_notes.vocabulary(random.Random(3))
    found = []
    for _number in range(SEARCHES):
        drawn = rng.choices(words, weights, k=rng.choice([1, 1, 2, 3]))
        text = " ".join(word[: max(2, len(word) - rng.randint(0, 2))] for word in drawn)
        if note_search.enough(text):
            found.append(text)
    return found


def raw_words(text: str) -> str:
    """The query as FTS5 is asked for unfinished words."""
    return " AND ".join(f'"{word}"*' for word in note_search.words_of(text))


def both(ws: Workspace, texts: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each search and of its floor, side by side, the best of a few rounds."""
    ours, plain = [float("inf")] * len(texts), [float("inf")] * len(texts)
    for _round in range(ROUNDS):
        for place, text in enumerate(texts):
            took = floor.timed(partial(notes.search, ws, NoteQuery(text)))
            ours[place] = min(ours[place], took)
            took = floor.timed(partial(ws.store.query, _RAW, (raw_words(text),)))
            plain[place] = min(plain[place], took)
    return ours, plain


def main() -> int:
    """Measure, print, judge."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else NOTES
    with floor.folder() as folder:
        ws = bench_search.store_of(folder / "notes", bench_search.people(MEMBERS))
        try:
            members = [row[0] for row in ws.store.query("SELECT id FROM member ORDER BY id")]
            took = floor.timed(partial(many_notes.fill, ws, many_notes.rows(count, members)))
            print(f"{count:,} notes written in {took:.0f} s")
            texts = typed()
            ours, plain = both(ws, texts)
        finally:
            ws.close()
    for name, seconds in (("search", ours), ("raw", plain)):
        middle = statistics.median(seconds) * 1e3
        print(f"{name}: median {middle:.2f} ms, p95 {floor.p95(seconds) * 1e3:.2f} ms")
    figures = [
        tell(Figure("Search in 1,000,000 notes, p95", floor.p95(ours), floor.p95(plain), BAR,
                    floor_is="the raw FTS5 query")),
        tell(Figure("The same, median", statistics.median(ours), statistics.median(plain), BAR,
                    floor_is="the raw FTS5 query")),
    ]  # fmt: skip
    return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
