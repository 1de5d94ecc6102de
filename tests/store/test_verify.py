"""`verify` notices every way somebody who has the key might tamper, and ordinary damage."""

import hashlib

import pytest

from navigator_app.errors import StoreUnavailable
from navigator_app.services import audit
from navigator_app.store import files, keys, outbound_writes
from navigator_app.store.connection import connect
from tests.store.samples import member_row, plan


@pytest.fixture
def busy(workspace):
    """A store with three transactions in its journal."""
    with workspace.transaction("one") as tx:
        plan(tx)
        for number in range(5):
            tx.insert("member", member_row(number, tx.now))
    with workspace.transaction("two") as tx:
        tx.update("member", "member-1", {"phone": "4155550100"})
    with workspace.transaction("three") as tx:
        tx.update("member", "member-1", {"phone": "4155550111"})
    return workspace


def tamper(ws, *statements, drop=True):
    """Write as an intruder with the key would: without the guards, outside the program."""
    connection = ws.store.connection
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'member_fts%'"
    ).fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    for name, _sql in guards if drop else []:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, statement
    for _name, sql in guards if drop else []:
        connection.execute(sql)
    connection.execute("PRAGMA foreign_keys = ON")


def test_an_untouched_store_is_well(busy):
    assert audit.verify(busy) == audit.Verification(True, True, True, 11, "")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET changes = '{}' WHERE seq = 4",
        "UPDATE journal_entry SET changes = '{}' WHERE seq = 11",
        "UPDATE journal_entry SET record_id = 'member-2' WHERE seq = 10",
        "UPDATE journal_entry SET operation = 'insert' WHERE seq = 10",
        "UPDATE journal_entry SET table_name = 'plan' WHERE seq = 10",
        "UPDATE journal_entry SET hash = upper(hash) WHERE seq = 5",
        "UPDATE journal_entry SET transaction_id = (SELECT id FROM journal_transaction LIMIT 1)"
        " WHERE seq = 11",
        "UPDATE journal_transaction SET user_name = 'Somebody else' WHERE intention = 'two'",
        "UPDATE journal_transaction SET at = '2020-01-01' WHERE intention = 'one'",
        "UPDATE journal_transaction SET device = 'other' WHERE intention = 'three'",
        "UPDATE journal_transaction SET user_id = NULL WHERE intention = 'two'",
        "DELETE FROM journal_entry WHERE seq = 4",
        "DELETE FROM journal_entry WHERE seq = 1",
        "DELETE FROM journal_entry WHERE seq = 11",
        "DELETE FROM journal_entry WHERE seq > 3",
        "DELETE FROM journal_entry",
        "INSERT INTO journal_entry SELECT 12, transaction_id, table_name, record_id, operation, "
        "changes, hash FROM journal_entry WHERE seq = 11",
        "UPDATE journal_shape SET names = replace(names, 'first_name,last_name', "
        "'last_name,first_name') WHERE names LIKE '%first_name%'",
        "DELETE FROM journal_shape WHERE names LIKE '%first_name%'",
        "UPDATE journal_head SET entries = 10",
        "UPDATE journal_head SET mac = 'x'",
        "DELETE FROM journal_head",
    ],
)
def test_a_tampered_journal_is_noticed(busy, sql):
    tamper(busy, sql)
    found = audit.verify(busy)
    assert found.encrypted
    assert not found.journal
    assert found.problem.endswith(".")


def test_a_lost_transaction_is_noticed(busy):
    tamper(busy, "DELETE FROM journal_transaction WHERE intention = 'two'")
    found = audit.verify(busy)
    assert not found.integrity, "its entries point to nothing"
    assert not found.journal


def test_a_journal_and_head_wiped_together_are_noticed(busy):
    tamper(
        busy,
        "DELETE FROM journal_entry",
        "DELETE FROM journal_transaction",
        "DELETE FROM journal_head",
    )
    assert not audit.verify(busy).journal


def test_a_cut_tail_cannot_be_resealed_without_the_key(busy):
    tamper(
        busy,
        "DELETE FROM journal_entry WHERE seq = 11",
        "UPDATE journal_head SET (entries, hash) = "
        "(SELECT seq, hash FROM journal_entry WHERE seq = 10)",
    )
    assert not audit.verify(busy).journal


@pytest.mark.parametrize("name", ["journal_member_update", "guard_journal_entry_delete"])
def test_a_missing_trigger_is_noticed(busy, name):
    tamper(busy, f"DROP TRIGGER {name}", drop=False)
    found = audit.verify(busy)
    assert not found.journal
    assert "trigger" in found.problem


def test_an_altered_page_is_noticed(busy, home, open_workspace):
    root = busy.store.one("SELECT rootpage FROM sqlite_schema WHERE name = 'journal_entry'")[0]
    busy.close()
    path = home / files.STORE
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 + 2000] ^= 1
    path.write_bytes(content)
    found = audit.verify(open_workspace(home))
    assert not found.integrity
    assert not found.journal
    assert "page" in found.problem


def test_the_file_is_noise_and_needs_the_key(busy, home, passphrase):
    busy.close()
    content = (home / files.STORE).read_bytes()
    assert not content.startswith(b"SQLite")
    assert b"First1" not in content
    assert len(set(content[:4096])) > 240
    key, _slot = keys.open_with_passphrase(keys.read(home), passphrase)
    with pytest.raises(StoreUnavailable):
        connect(home / files.STORE, bytes(reversed(key)))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE member SET last_name = 'Somebody' WHERE id = 'member-2'",
        "UPDATE member SET phone = '' WHERE id = 'member-1'",
        "UPDATE member SET homeless = 1 - homeless WHERE id = 'member-3'",
        "DELETE FROM member WHERE id = 'member-4'",
        "UPDATE user SET name = 'Somebody'",
    ],
)
def test_a_row_changed_past_the_triggers_is_noticed(busy, sql):
    tamper(busy, sql)
    found = audit.verify(busy)
    assert found.integrity
    assert not found.journal
    assert "outside the program" in found.problem


def test_what_was_written_and_deleted_by_the_rules_is_well(busy):
    with busy.transaction("four") as tx:
        tx.update("member", "member-1", {"phone": "", "language_spoken": "Khmer “ខ្មែរ”\n"})
        tx.execute("DELETE FROM member WHERE id = 'member-0'")
    with busy.transaction("five") as tx:
        tx.insert("member", member_row(0, tx.now))
    assert audit.verify(busy).problem == ""


def test_a_row_slipped_in_past_the_triggers_is_noticed(busy):
    tamper(
        busy,
        "CREATE TEMP TABLE copy AS SELECT * FROM plan",
        "UPDATE copy SET id = 'plan-2', key = 'other'",
        "INSERT INTO plan SELECT * FROM copy",
    )
    assert "outside the program" in audit.verify(busy).problem


def test_a_kept_status_file_that_was_altered_is_noticed(busy):
    with busy.transaction("file") as tx:
        outbound_writes.keep_built(
            tx,
            "plan-1",
            "2026-11",
            file_id=None,
            name="CSRTF_1234567893_202611.csv",
            sha256=hashlib.sha256(b"as sent").hexdigest(),
            rows=0,
            referrals=0,
            content=b"as sent",
            events=[],
        )
        [(file,)] = tx.execute("SELECT id FROM outbound_file")
        outbound_writes.mark_sent(tx, file)
    assert audit.verify(busy).problem == ""
    tamper(busy, "UPDATE outbound_content SET content = x'00'")
    assert "CSRTF_1234567893_202611.csv" in audit.verify(busy).problem
