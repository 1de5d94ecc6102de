"""Every field of every changed row is journalled, whichever way the row was written."""

import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.store import journal_read, triggers
from navigator_app.store.journal import decode, shapes_of
from tests.store.samples import event_row, member_row, plan, referral_row


def entries(store, table):
    rows = store.query(
        "SELECT record_id, operation, changes FROM journal_entry WHERE table_name = ? ORDER BY seq",
        (table,),
    )
    shapes = shapes_of(store.connection)
    return [
        (record, operation, {field: list(pair) for field, pair in decode(changes, shapes).items()})
        for record, operation, changes in rows
    ]


@pytest.fixture
def filled(workspace):
    """A plan, two members, a referral and an event."""
    with workspace.transaction("fill") as tx:
        plan(tx)
        for number in (1, 2):
            tx.insert("member", member_row(number, tx.now))
        tx.insert("referral", referral_row(1, tx.now))
        tx.insert("status_event", event_row(1, tx.now))
    return workspace


def test_insert_keeps_what_is_filled_and_no_derived_column(filled):
    record, operation, changes = entries(filled.store, "member")[0]
    assert (record, operation) == ("member-1", "insert")
    assert changes["first_name"] == [None, "First1"]
    assert changes["homeless"] == [None, 0]
    assert "email" not in changes, "empty values are left out"
    assert not set(changes) & {"id", "pk", "sort_name", "search_text"}


def test_update_keeps_old_and_new_of_the_changed_fields(filled):
    with filled.transaction("update_contact") as tx:
        assert tx.update("member", "member-1", {"phone": "4155550100", "email": ""}) == 1
        assert tx.update("member", "nobody", {"phone": "1"}) == 0
    assert entries(filled.store, "member")[-1] == (
        "member-1", "update", {"phone": ["0000000000", "4155550100"]},
    )  # fmt: skip


def test_update_that_changes_nothing_makes_no_entry(filled):
    before = filled.store.one("SELECT count(*) FROM journal_entry")
    with filled.transaction("nothing") as tx:
        tx.update("member", "member-1", {"first_name": "First1"})
        tx.update("member", "member-1", {"sort_name": "x", "last_attempt_on": "2026-11-01"})
    assert filled.store.one("SELECT count(*) FROM journal_entry") == before


def test_empty_transaction_leaves_no_trace(workspace):
    before = workspace.store.query("SELECT id FROM journal_transaction")
    with workspace.transaction("looked only") as tx:
        tx.execute("SELECT 1")
    assert workspace.store.query("SELECT id FROM journal_transaction") == before


def test_delete_keeps_what_was_there(filled):
    with filled.transaction("remove") as tx:
        tx.execute("DELETE FROM member WHERE id = 'member-2'")
    record, operation, changes = entries(filled.store, "member")[-1]
    assert (record, operation) == ("member-2", "delete")
    assert changes["cin"] == ["90000002A", None]


def test_bulk_writes_of_every_kind_are_caught(filled):
    now = "2026-11-20T18:00:00.000+00:00"
    rows = [member_row(number, now) for number in range(10, 30)]
    with filled.transaction("bulk") as tx:
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        tx.executemany(f"INSERT INTO member({names}) VALUES ({marks})", rows)
        tx.execute("UPDATE member SET homeless = 1")
        tx.execute(
            "REPLACE INTO plan SELECT id, key, 'New name', layout, policy, created_at FROM plan"
        )
        tx.execute(
            "INSERT INTO plan(id, key, name, layout, policy, created_at) VALUES "
            "('x', 'bayview', 'Upserted', 'a', 'b', 'c') "
            "ON CONFLICT(key) DO UPDATE SET name = excluded.name"
        )
    kinds = [operation for _id, operation, _changes in entries(filled.store, "member")]
    assert kinds.count("insert") == 22
    assert kinds.count("update") == 22
    assert [(op, c.get("name")) for _id, op, c in entries(filled.store, "plan")] == [
        ("insert", [None, "Bayview"]),
        ("delete", ["Bayview", None]),
        ("insert", [None, "New name"]),
        ("update", ["New name", "Upserted"]),
    ]
    assert journal_read.verify(filled.store)[1] == ""


def test_orm_writes_are_caught_and_flushed_before_the_commit(workspace):
    from navigator_app.store.tables import Plan

    with workspace.transaction("orm") as tx:
        tx.session.add(Plan(id="p", key="k", name="ORM", layout="l", policy="p", created_at=tx.now))
    assert entries(workspace.store, "plan")[0][:2] == ("p", "insert")
    with workspace.store.session() as session:
        assert session.get(Plan, "p").name == "ORM"

    def change_and_fail():
        with workspace.transaction("orm") as tx:
            tx.session.get(Plan, "p").name = "changed"
            tx.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert workspace.store.query("SELECT name FROM plan") == [("ORM",)]
    with workspace.transaction("orm") as tx, tx.session.begin_nested():
        tx.session.get(Plan, "p").name = "changed"
    assert workspace.store.query("SELECT name FROM plan") == [("changed",)]
    assert journal_read.verify(workspace.store)[1] == ""


@pytest.mark.parametrize("table", sorted(set(triggers.RECORDS) - {"status_event", "status_void"}))
def test_no_record_is_written_outside_a_transaction(filled, table):
    columns = [
        row[0] for row in filled.store.query("SELECT name FROM pragma_table_info(?)", (table,))
    ]
    values = ", ".join("77" for _ in columns)
    filled.store.connection.execute("PRAGMA ignore_check_constraints = ON")
    with pytest.raises(sqlcipher.Error, match=r"user-defined function|FOREIGN KEY|note_index"):
        filled.store.connection.execute(f'INSERT INTO "{table}" VALUES ({values})')
    with (
        pytest.raises(sqlcipher.Error, match="user-defined function"),
        filled.store.scratch(filled.clock) as tx,
    ):
        tx.execute("UPDATE member SET phone = '1'")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE status_event SET on_date = '2026-01-01'",
        "DELETE FROM status_event",
        "REPLACE INTO status_event SELECT * FROM status_event",
        "UPDATE journal_entry SET changes = '{}'",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_transaction",
        "UPDATE journal_transaction SET user_name = 'Somebody else'",
        "DELETE FROM journal_head",
        "DELETE FROM status_void",
        "UPDATE status_void SET voided_at = 'x'",
    ],
)
def test_append_only_tables_refuse(filled, sql):
    with filled.transaction("void") as tx:
        tx.insert("status_void", {"event_id": "event-1", "voided_at": tx.now})
    with (
        pytest.raises(sqlcipher.IntegrityError, match="append-only|is kept"),
        filled.transaction("tamper") as tx,
    ):
        tx.execute(sql)
    assert journal_read.verify(filled.store)[1] == ""


def test_rows_of_a_committed_file_stay(filled):
    file = {
        "id": "file-1", "plan_id": "plan-1", "name": "f.csv", "sha256": "0", "layout": "bayview",
        "state": "staged", "staged_at": "now",
    }  # fmt: skip
    with filled.transaction("stage") as tx:
        tx.insert("inbound_file", file)
        for number in (2, 3):
            row = {"file_id": "file-1", "row_no": number, "verdict": "new", "raw": "[]"}
            tx.insert("inbound_row", row)
        tx.execute("UPDATE inbound_row SET member_id = 'member-1' WHERE row_no = 2")
        tx.execute("DELETE FROM inbound_row WHERE row_no = 3")
        tx.update("inbound_file", "file-1", {"state": "committed"})
    for sql in (
        "UPDATE inbound_row SET raw = '[1]'",
        "DELETE FROM inbound_row",
        "UPDATE inbound_file SET state = 'staged'",
    ):
        with (
            pytest.raises(sqlcipher.IntegrityError, match="committed"),
            filled.transaction("t") as tx,
        ):
            tx.execute(sql)


def test_failed_statement_and_rollback_leave_the_chain_whole(filled):
    def insert_twice():
        with filled.transaction("bad") as tx:
            tx.update("member", "member-1", {"phone": "1"})
            tx.insert("member", member_row(1, tx.now))

    with pytest.raises(sqlcipher.IntegrityError):
        insert_twice()
    with filled.transaction("goes on after a refused row") as tx:
        with pytest.raises(sqlcipher.IntegrityError):
            tx.insert("member", member_row(7, tx.now, plan_id="no such plan"))
        tx.insert("member", member_row(8, tx.now))
        tx.execute("SAVEPOINT s")
        tx.insert("member", member_row(9, tx.now))
        tx.execute("ROLLBACK TO s")
        tx.insert("member", member_row(10, tx.now))
    ids = [record for record, _op, _changes in entries(filled.store, "member")]
    assert ids == ["member-1", "member-2", "member-8", "member-10"]
    assert journal_read.verify(filled.store)[1] == ""


def test_history_names_who_when_where_and_why(filled):
    with filled.transaction("update_contact") as tx:
        tx.update("member", "member-1", {"phone": "4155550100"})
    row = journal_read.history(filled.store, ["member-1"])[-1]
    assert (row.field, row.old, row.new) == ("phone", "0000000000", "4155550100")
    assert (row.by, row.intention, row.table) == ("Ana Ruiz", "update_contact", "member")
    assert row.device == filled.device
    assert row.at == filled.clock.now()
    both = journal_read.history(filled.store, ["referral-1", "member-1", "member-1"])
    assert both[-1] == row
    assert {one.record_id for one in both} == {"referral-1", "member-1"}
    assert journal_read.history(filled.store, ["nobody"]) == []


def test_search_index_follows_the_members(filled):
    def found(words):
        sql = "SELECT rowid FROM member_fts WHERE member_fts MATCH ?"
        return [row[0] for row in filled.store.query(sql, (words,))]

    assert len(found("first1*")) == 1
    with filled.transaction("rename") as tx:
        tx.update("member", "member-1", {"search_text": "zelie garcia"})
    assert len(found("zel* AND gar*")) == 1
    assert found("first1*") == []
    with filled.transaction("remove") as tx:
        tx.execute("DELETE FROM member WHERE id = 'member-2'")
    assert found("first2*") == []


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
STEP = st.one_of(
    st.tuples(st.just("insert"), st.integers(0, 4), TEXT, TEXT),
    st.tuples(st.just("update"), st.integers(0, 4), TEXT, TEXT),
    st.tuples(st.just("delete"), st.integers(0, 4), st.just(""), st.just("")),
)


@given(steps=st.lists(STEP, max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_replaying_the_journal_gives_the_tables(workspace, steps):
    """What the journal says happened is what the table holds."""
    with workspace.transaction("clean") as tx:
        tx.execute("DELETE FROM learned_layout")
    for kind, number, key, toml in steps:
        with workspace.transaction(kind) as tx:
            if kind == "insert":
                tx.execute(
                    "INSERT OR REPLACE INTO learned_layout VALUES (?, ?, ?, ?)",
                    (f"l{number}", key, toml, tx.now),
                )
            elif kind == "update":
                tx.execute(
                    "UPDATE OR IGNORE learned_layout SET key = ?, toml = ? WHERE id = ?",
                    (key, toml, f"l{number}"),
                )
            else:
                tx.execute("DELETE FROM learned_layout WHERE id = ?", (f"l{number}",))
    replayed: dict = {}
    for record, operation, changes in entries(workspace.store, "learned_layout"):
        if operation == "delete":
            gone = replayed.pop(record)
            assert {field: old for field, (old, _) in changes.items()} == {
                field: value for field, value in gone.items() if value
            }
            continue
        row = replayed.setdefault(record, {})
        for field, (old, new) in changes.items():
            assert row.get(field) == (old or row.get(field))
            row[field] = new
    there = workspace.store.query("SELECT id, key, toml, created_at FROM learned_layout")
    wanted = {i: {"key": k, "toml": t, "created_at": c} for i, k, t, c in there}
    for row in (*replayed.values(), *wanted.values()):
        for empty in [field for field, value in row.items() if not value]:
            del row[empty]
    assert replayed == wanted
    assert journal_read.verify(workspace.store)[1] == ""


def test_cost_of_a_journalled_row_is_printed(workspace):
    """Not a timed test: prints what one row of the journal costs beside the bare insert."""

    def run(first):
        rows = [member_row(number, "now") for number in range(first, first + 2000)]
        sql = f"INSERT INTO member({', '.join(rows[0])}) VALUES ({', '.join('?' * len(rows[0]))})"
        with workspace.transaction("bulk") as tx:
            started = time.process_time()
            assert tx.executemany(sql, [list(row.values()) for row in rows]) == 2000
            return (time.process_time() - started) * 500

    with workspace.transaction("plan") as tx:
        plan(tx)
    full = min(run(first) for first in (0, 2000, 4000))
    workspace.store.connection.execute("DROP TRIGGER journal_member_insert")
    bare = min(run(first) for first in (10000, 12000, 14000))
    sys.stdout.write(f"journal: {full - bare:.1f} µs a row beside {bare:.1f} µs\n")
