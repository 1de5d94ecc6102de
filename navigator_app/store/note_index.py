"""The full-text index over everything that staff write about a member, kept by triggers.

`note_index` names each text's record; its number is made of the moment the text is about, so that
the index gives the newest first without sorting. `note_fts` is contentless: the words lie in the
index only, and a record that was undone leaves it. Beside the words of the text stands a word for
the member, so that one member's notes are found as quickly as all. `note_word` keeps every long
word once: the beginning of a long word is looked up there first, since FTS5 would gather all
matches of a beginning that its prefix indexes do not hold before it gave the first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.domain.note_search import WHOSE, long_words, note_words

TABLE = (
    "CREATE VIRTUAL TABLE note_fts USING fts5(words, content='', contentless_delete=1, "
    "detail=none, prefix='2 3 4', tokenize='ascii')"
)
"""Run by migration 0008. Once shipped, a change of it needs a migration of its own.

`detail=none` because nothing more is asked than which texts have all the words: it takes a third of
what `detail=column` takes, and no search was slower. The prefix indexes make beginnings of two to
four letters twenty times as quick.
"""

MINUTE = 64
"""Numbers that one minute has. Few, since the distances between numbers are what the index stores:
with 65,536 for each second it was twice as large."""

_REACH = (MINUTE, 60 * MINUTE, 24 * 60 * MINUTE)
"""How far on a number is looked for: in the minute, where it is full in the hour, in the day."""

NOON = "T20:00:00+00:00"
"""The moment of what has only a day: about noon in California."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows hold text. `of` and `key` name the parent that knows the member."""

    table: str
    texts: tuple[str, ...]
    moment: str  # a column with a moment, or with a day
    by_day: bool = False
    gone: str = ""  # a column that is set once the row counts no more
    of: str = ""
    key: str = ""
    extra: str = ""  # one more condition to stand
    by: bool = True  # it knows who wrote it

    @property
    def watched(self) -> list[str]:
        """The columns whose change changes the index."""
        found = [*self.texts, self.moment]
        if not self.of:
            found.append("member_id")
        if self.gone:
            found.append(self.gone)
        return found

    def text(self, row: str) -> str:
        """The text of a row as SQL: its parts, each on a line."""
        return " || char(10) || ".join(f"coalesce({row}.\"{name}\", '')" for name in self.texts)

    def member(self, row: str) -> str:
        """The member's id of a row as SQL."""
        if self.of:
            return f'(SELECT member_id FROM "{self.of}" WHERE id = {row}."{self.key}")'  # noqa: S608
        return f"{row}.member_id"

    def at(self, row: str) -> str:
        """The moment of a row as SQL."""
        return f'{row}."{self.moment}"' + (f" || '{NOON}'" if self.by_day else "")

    def stands(self, row: str) -> str:
        """The condition for a row to be in the index as SQL."""
        parts = [f"trim({self.text(row)}, char(10) || ' ') <> ''"]
        if self.gone:
            parts.append(f'{row}."{self.gone}" IS NULL')
        if self.extra:
            parts.append(self.extra.format(row=row))
        return " AND ".join(parts)


SOURCES = (
    Source("encounter", ("narrative", "place", "with_whom"), "at_utc", gone="undone_at"),
    Source(
        "outreach_attempt", ("note", "place", "with_whom", "next_step"), "at_utc", gone="undone_at"
    ),
    Source("place_seen", ("place", "when_there", "seen_by", "note"), "seen_on", by_day=True),
    Source("locate_check", ("note",), "checked_on", by_day=True),
    Source("housing_event", ("note",), "on_date", by_day=True, gone="undone_at"),
    Source("tenancy_event", ("note", "with_whom", "outcome"), "on_date", True, "undone_at"),
    Source("tenancy", ("note", "address"), "move_in_on", by_day=True),
    Source("accommodation_request", ("what", "to_whom", "note"), "created_at", by=False),
    Source("deposit_request", ("note", "what_changed"), "created_at"),
    Source("member_document", ("note", "requested_from"), "created_at", by=False),
    Source("attachment", ("title",), "added_at", gone="removed_at"),
    Source("eligibility_check", ("note",), "checked_at"),
    Source("promise", ("what", "to_whom"), "created_at"),
    Source("hand_over", ("note",), "created_at"),
    Source("consent", ("note", "revoked_how", "invalid_why"), "on_date", by_day=True),
    Source("disclosure", ("override_reason",), "at", extra="{row}.member_id IS NOT NULL"),
    Source("discontinuation", ("note",), "on_date", True, of="referral", key="referral_id"),
    Source(
        "status_event",
        ("note",),
        "on_date",
        by_day=True,
        of="referral",
        key="referral_id",
        extra="NOT EXISTS (SELECT 1 FROM status_void v WHERE v.event_id = {row}.id)",
    ),
    Source(
        "support_plan_comment", ("comment",), "created_at", of="support_plan", key="support_plan_id"
    ),
)
"""What is searched. A table that is not there yet (an older revision) is passed over."""

_OUT = (
    "DELETE FROM note_fts WHERE rowid IN (SELECT id FROM note_index WHERE record_id = {id}); "
    "DELETE FROM note_index WHERE record_id = {id};"
)


def _base(moment: str) -> str:
    return f"unixepoch({moment}) / 60 * {MINUTE}"


def _number(moment: str) -> str:
    """The next free number of a moment as SQL; where even its day is full, the highest of all."""
    base = _base(moment)
    free = [
        f"(SELECT CASE WHEN v < {base} + {reach} THEN v END FROM (SELECT coalesce("  # noqa: S608
        f"(SELECT id FROM note_index WHERE id >= {base} AND id < {base} + {reach} "
        f"ORDER BY id DESC LIMIT 1), {base} - 1) + 1 AS v))"
        for reach in _REACH
    ]
    last = "(SELECT max(id) + 1 FROM note_index)"
    return f"coalesce({', '.join(free)}, {last})"


def _words(source: Source, row: str, member: str) -> str:
    return (
        f"note_words({source.text(row)}) || "  # noqa: S608 - names are ours
        f"(SELECT ' {WHOSE}' || pk FROM member WHERE id = {member})"
    )


def _into(source: Source, row: str) -> str:
    """Statements of a trigger that put a row into the index, if it stands."""
    return (
        "INSERT INTO note_index(id, member_id, kind, record_id) "  # noqa: S608 - names are ours
        f"SELECT {_number(source.at(row))}, {source.member(row)}, '{source.table}', {row}.id "
        f"WHERE {source.stands(row)}; "
        f"INSERT INTO note_fts(rowid, words) SELECT n.id, {_words(source, row, 'n.member_id')} "
        f"FROM note_index n WHERE n.record_id = {row}.id; "
        "INSERT OR IGNORE INTO note_word(word) SELECT value FROM "
        f"json_each(note_long_words({source.text(row)})) WHERE {source.stands(row)};"
    )


def _of(source: Source) -> dict[str, str]:
    name = f"note_{source.table}"
    changed = " OR ".join(f'OLD."{one}" IS NOT NEW."{one}"' for one in source.watched)
    columns = ", ".join(f'"{one}"' for one in source.watched)
    made = {
        f"{name}_insert": f'AFTER INSERT ON "{source.table}" WHEN {source.stands("NEW")} '
        f"BEGIN {_into(source, 'NEW')} END",
        f"{name}_update": f'AFTER UPDATE OF {columns} ON "{source.table}" WHEN {changed} '
        f"BEGIN {_OUT.format(id='OLD.id')} {_into(source, 'NEW')} END",
        f"{name}_delete": f'AFTER DELETE ON "{source.table}" BEGIN {_OUT.format(id="OLD.id")} END',
    }
    if source.of:
        made[f"{name}_moved"] = _moved(source)
    return made


def _moved(source: Source) -> str:
    """A parent given to another member takes its texts along."""
    mine = f'record_id IN (SELECT id FROM "{source.table}" WHERE "{source.key}" = NEW.id)'  # noqa: S608
    return (
        f'AFTER UPDATE OF member_id ON "{source.of}" WHEN OLD.member_id IS NOT NEW.member_id '  # noqa: S608
        f"BEGIN DELETE FROM note_fts WHERE rowid IN (SELECT id FROM note_index WHERE {mine}); "
        f"UPDATE note_index SET member_id = NEW.member_id WHERE {mine}; "
        f"INSERT INTO note_fts(rowid, words) SELECT n.id, {_words(source, 't', 'n.member_id')} "
        f'FROM "{source.table}" t JOIN note_index n ON n.record_id = t.id '
        f'WHERE t."{source.key}" = NEW.id; END'
    )


def register(connection: sqlcipher.Connection) -> None:
    """Give a connection the functions that the triggers call."""
    connection.create_function("note_words", 1, note_words, deterministic=True)
    connection.create_function("note_long_words", 1, _long_words, deterministic=True)


def _long_words(text: str | None) -> str:
    return json.dumps(long_words(text))


def triggers(tables: set[str]) -> dict[str, str]:
    """Every trigger of the index by name, for the tables that are there."""
    if "note_index" not in tables:
        return {}
    made: dict[str, str] = {}
    for source in SOURCES:
        if source.table in tables:
            made |= _of(source)
    if "status_void" in tables:
        made["note_status_void_insert"] = (
            f"AFTER INSERT ON status_void BEGIN {_OUT.format(id='NEW.event_id')} END"
        )
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in made.items()}


def filling(tables: set[str]) -> list[str]:
    """Statements that put every row into an empty index: for a store of an older revision.

    Each number is its minute's first free one; where a minute has more than its share, what follows
    moves on.
    """
    here = [source for source in SOURCES if source.table in tables]
    rows = " UNION ALL ".join(
        f"SELECT {_base(one.at('t'))} AS base, {one.member('t')} AS member_id, "  # noqa: S608
        f"'{one.table}' AS kind, t.id AS record_id FROM \"{one.table}\" t WHERE {one.stands('t')}"
        for one in here
    )
    made = [
        f"WITH r AS ({rows}), n AS (SELECT *, row_number() OVER (ORDER BY base, record_id) AS nr "  # noqa: S608
        "FROM r) INSERT INTO note_index(id, member_id, kind, record_id) "
        "SELECT nr + max(base - nr) OVER (ORDER BY nr), member_id, kind, record_id FROM n"
    ]
    made += [
        f"INSERT INTO note_fts(rowid, words) SELECT n.id, {_words(one, 't', 'n.member_id')} "  # noqa: S608
        f'FROM note_index n JOIN "{one.table}" t ON t.id = n.record_id '
        f"WHERE n.kind = '{one.table}'"
        for one in here
    ]
    made += [
        "INSERT OR IGNORE INTO note_word(word) SELECT w.value "  # noqa: S608
        f'FROM "{one.table}" t, json_each(note_long_words({one.text("t")})) w '
        f"WHERE {one.stands('t')}"
        for one in here
    ]
    return made
