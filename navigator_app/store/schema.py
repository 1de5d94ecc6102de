"""The schema's revision: read cheaply, moved by Alembic only when it must be.

A new store is made by running the migrations. The live connection reaches Alembic through
`config.attributes`, so that no key ever stands in a configuration.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import StoreTooNew
from navigator_app.i18n import _
from navigator_app.store.failures import damaged

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0015"
"""The newest revision; a test compares it with Alembic's own."""

MIGRATIONS = Path(__file__).with_name("migrations")


def revision(connection: sqlcipher.Connection) -> str:
    """The revision of an opened store; StoreDamaged when it has none."""
    known = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'"
    ).fetchone()
    row = (
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if known[0]
        else None
    )
    if row is None:
        raise damaged()
    return str(row[0])


def needs_upgrade(connection: sqlcipher.Connection) -> bool:
    """True for an older revision; StoreTooNew for one that this program does not know."""
    found = revision(connection)
    if found == HEAD:
        return False
    from alembic.script import ScriptDirectory  # half a second; only for a store of another age

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found not in known:
        raise StoreTooNew(
            _("Newer version needed"),
            _("A newer version of the program made this store."),
            _("Update the program on this computer; the store was not touched."),
        )
    return True


def upgrade(connection: sqlcipher.Connection, target: str = "head") -> None:
    """Migrate up, all or nothing."""
    _migrate(connection, "upgrade", target)


def downgrade(connection: sqlcipher.Connection, target: str) -> None:
    """Migrate down, all or nothing; "base" leaves an empty store."""
    _migrate(connection, "downgrade", target)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(connection: sqlcipher.Connection, direction: str, target: str) -> None:
    from alembic import command

    from navigator_app.store.orm import borrowed_engine

    config = _config()
    engine = borrowed_engine(connection)
    # Alembic rebuilds tables to change them, which enforced foreign keys would refuse.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        with engine.connect() as bound:
            config.attributes["connection"] = bound
            config.attributes["raw"] = connection
            getattr(command, direction)(config, target)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError(f"migration to {target} broke a foreign key")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
        engine.dispose()
