"""The schema goes up and down, equals the models at its head, and keeps a copy on the way."""

import re
import shutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.store import files, fts, keys, note_index, schema, tables, triggers
from navigator_app.store.connection import connect
from navigator_app.store.engine import Store
from navigator_app.store.journal import Journal
from navigator_app.store.orm import borrowed_engine
from tests.store.samples import member_row, plan


def scripts():
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in reversed(list(scripts().walk_revisions()))]


@pytest.fixture
def blank(tmp_path):
    """An empty encrypted file with the journal's functions."""
    connection = connect(tmp_path / "blank.db", keys.new_key())
    Journal(connection, b"")
    yield connection
    connection.close()


def shape(connection):
    """Everything in the schema by kind and name; white space and quotes do not matter."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'alembic_version' "
        "AND tbl_name <> 'alembic_version'"
    ).fetchall()
    return {
        (kind, name, table): " ".join(re.sub(r'["\s]+', " ", sql or "").split())
        for kind, name, table, sql in rows
    }


def columns(connection):
    """Column facts of every table: name, type, not null, default, primary key."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(name, '_fts') = 0 "
        "AND name <> 'alembic_version' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'PRAGMA table_info("{name}")').fetchall() for (name,) in names
    }


def test_head_is_alembics_head():
    assert scripts().get_heads() == [schema.HEAD]


def test_head_equals_the_models(blank):
    schema.upgrade(blank)
    bound_engine = borrowed_engine(blank)
    with bound_engine.connect() as bound:
        context = MigrationContext.configure(
            bound,
            opts={
                "compare_server_default": True,
                "include_object": lambda _o, name, kind, *_: (
                    not (kind == "table" and name.startswith(("member_fts", "note_fts")))
                ),
            },
        )
        assert compare_metadata(context, tables.metadata) == []
    made = sqlcipher.connect(":memory:", isolation_level=None)
    tables.metadata.create_all(borrowed_engine(made))
    made.execute(fts.TABLE)
    made.execute(note_index.TABLE)
    triggers.install(made)
    assert columns(blank) == columns(made)
    migrated, modelled = shape(blank), shape(made)
    assert set(migrated) == set(modelled)
    for key in migrated:
        if key[0] != "table":
            assert migrated[key] == modelled[key]
    for table in tables.metadata.tables:
        for fact in ("foreign_key_list", "index_list"):
            facts = [
                sorted(row[2:] if fact == "foreign_key_list" else row[1:] for row in c.execute(
                    f'PRAGMA {fact}("{table}")'
                ))
                for c in (blank, made)
            ]  # fmt: skip
            assert facts[0] == facts[1], table
    made.close()


@pytest.mark.parametrize("target", REVISIONS)
def test_each_revision_goes_up_down_and_up_again(blank, target):
    schema.upgrade(blank, target)
    assert schema.revision(blank) == target
    first = shape(blank)
    before = scripts().get_revision(target).down_revision or "base"
    schema.downgrade(blank, before)
    schema.upgrade(blank, target)
    assert shape(blank) == first


def test_down_to_nothing_leaves_nothing(blank):
    schema.upgrade(blank)
    schema.downgrade(blank, "base")
    assert shape(blank) == {}


def test_every_record_table_is_journalled(blank):
    schema.upgrade(blank)
    kept_out = {
        "inbound_row", "outbound_content", "draft",
        "journal_transaction", "journal_entry", "journal_shape", "journal_head",
        "running_clock", "clock_run", "rule_move", "work_timer", "attachment_chunk",
        "note_index", "note_word", "connection_secret", "exchange_content", "remote_seen",
        "plan_report_content",
    }  # fmt: skip
    assert set(tables.metadata.tables) - kept_out == set(triggers.RECORDS)
    names = {name for kind, name, _table in shape(blank) if kind == "trigger"}
    for table in triggers.RECORDS:
        assert {f"journal_{table}_{op}" for op in ("insert", "update", "delete")} <= names
        assert triggers.DERIVED.get(table, frozenset()) <= set(
            tables.metadata.tables[table].columns.keys()
        )


def test_a_failed_migration_changes_nothing(blank, monkeypatch):
    def broken(_connection):
        raise ZeroDivisionError

    monkeypatch.setattr(triggers, "install", broken)
    with pytest.raises(ZeroDivisionError):
        schema.upgrade(blank)
    assert shape(blank) == {}
    assert blank.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_an_older_store_is_copied_then_upgraded(workspace, home, passphrase, monkeypatch, tmp_path):
    """A made-up second revision adds a column; the members and the old file are kept."""
    with workspace.transaction("fill") as tx:
        plan(tx)
        tx.insert("member", member_row(1, tx.now))
    workspace.close()
    moved = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, moved)
    (moved / "versions" / "9000_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9000', '{schema.HEAD}'\nbranch_labels = depends_on = None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('member', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('shoe', sa.String(), server_default='left'))\n"
        "def downgrade():\n"
        "    with op.batch_alter_table('member', recreate='always') as batch:\n"
        "        batch.drop_column('shoe')\n"
    )
    older = schema.HEAD
    monkeypatch.setattr(schema, "MIGRATIONS", moved)
    monkeypatch.setattr(schema, "HEAD", "9000")
    key, _slot = keys.open_with_passphrase(keys.read(home), passphrase)
    store = Store.open(home, key)
    assert store.one("SELECT id, pk, shoe FROM member") == ("member-1", 1, "left")
    assert store.one("SELECT rowid FROM member_fts WHERE member_fts MATCH 'first1'") == (1,)
    trigger = store.one("SELECT sql FROM sqlite_schema WHERE name = 'journal_member_update'")
    assert trigger is not None
    assert "shoe" in trigger[0], "the journal follows the new column"
    store.close()
    copies = list((home / files.COPIES).iterdir())
    assert len(copies) == 1
    assert copies[0].stat().st_mode & 0o077 == 0
    old = connect(copies[0], key)
    assert schema.revision(old) == older
    assert old.execute("SELECT count(*) FROM member").fetchone() == (1,)
    old.close()
    assert b"First1" not in copies[0].read_bytes()
