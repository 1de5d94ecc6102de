"""Typed text becomes a full-text question; SQLite's own FTS5 answers it here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.search import build_query, nickname_table, search_text

NICKNAMES = nickname_table([["william", "bill"], ["jose", "pepe"], ["guadalupe", "lupe"]])
PEOPLE = {
    1: search_text("José", "de-la-Cruz", "", "90100000D", "00523832096", "1958-07-21",
                   "4155550123"),
    2: search_text("Siobhán", "O'Shea", "Shiv", "90100001E", "", "1971-12-03", "0000000000",
                   "5105559999"),
    3: search_text("Nguyễn", "Łukasz Sørensen", "", "90100002F", "77", "2001-01-09",
                   "2095550123"),
    4: search_text("William", "García", "", "90100003G", "", "1940-10-30", "0000000000"),
}  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """An index as the store makes it."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE f USING fts5(t, content='', detail=none, prefix='1 2 3', "
        "tokenize='ascii')"
    )
    db.executemany("INSERT INTO f(rowid, t) VALUES (?, ?)", PEOPLE.items())
    yield db
    db.close()  # Python 3.13 complains of one left open


def hits(index: sqlite3.Connection, text: str) -> list[int]:
    """Who is found."""
    query = build_query(text, NICKNAMES)
    return [r[0] for r in index.execute("SELECT rowid FROM f WHERE f MATCH ?", (query,))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jose", [1]), ("JOSÉ cruz", [1]), ("cruz jo", [1]), ("delacruz", [1]), ("pepe", [1]),
        ("oshea", [2]), ("o shea", [2]), ("O'Shea", [2]), ("o’shea", [2]), ("shiv", [2]),
        ("nguyen", [3]), ("lukasz", [3]), ("sorensen", [3]), ("Sørensen łuk", [3]),
        ("bill", [4]), ("garcia bill", [4]), ("GARCÍA", [4]),
        ("90100002f", [3]), ("901000", [1, 2, 3, 4]), ("523832", [1]), ("00523", [1]),
        ("0123", [1, 3]), ("(415) 555-01", [1]), ("415 555 0123", [1]), ("1-415-555-0123", [1]),
        ("9999", [2]), ("5105559999", [2]),
        ("7/21/1958", [1]), ("07/21/1958", [1]), ("7211958", [1]), ("07211958", [1]),
        ("19580721", [1]), ("1958-07-21", [1]), ("1958-07", [1]), ("1958", [1]), ("7/21/58", [1]),
        ("7/21/19", [1]), ("7.21.1958", [1]), ("21/7/1958", [1]), ("7/21", [1]),
        ("jose 7/21/1958", [1]), ("garcia 1940", [4]), ("zzz", []), ("bill cruz", []),
    ],
)  # fmt: skip
def test_finds(index: sqlite3.Connection, text: str, found: list[int]) -> None:
    """Each way of typing finds just the people meant."""
    assert hits(index, text) == found


def test_last_digits_are_not_first_digits(index: sqlite3.Connection) -> None:
    """Backwards phones never answer for what was typed forwards."""
    assert hits(index, "3210") == []


@pytest.mark.parametrize("text", ["", "  ", "'", '"', "¬", "*", "--", "()"])
def test_nothing_to_look_for(text: str) -> None:
    """Text without a letter or digit makes no question."""
    assert build_query(text) == ""


@given(st.text(max_size=60))
def test_any_text_is_a_lawful_question(text: str) -> None:
    """Quotes and operators never reach the query language."""
    query = build_query(text, NICKNAMES)
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE f USING fts5(t, detail=none)")
        asked = db.execute("SELECT rowid FROM f WHERE f MATCH ?", (query,)) if query else ()
        assert list(asked) == []
    finally:
        db.close()


@pytest.mark.parametrize(
    "text", ["a OR b", "NEAR(a b)", "t:x", "a* - b", 'x" OR "y', "^a", "NOT a"]
)
def test_operators_are_words(index: sqlite3.Connection, text: str) -> None:
    """Words of the query language are looked for as words."""
    assert hits(index, text) == []
