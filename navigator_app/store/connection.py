"""How the encrypted file is opened: what is refused before any key, and the settings after it."""

from __future__ import annotations

import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import StoreInTheClear, StoreMissing, StoreUnavailable
from navigator_app.i18n import _
from navigator_app.store import files, note_index
from navigator_app.store.failures import damaged, translated

CLEAR = b"SQLite format 3\0"
OLDEST_CIPHER = (4, 6)
_PAGE = 4096
_PRAGMAS = (
    "PRAGMA cipher_compatibility = 4",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # so that INSERT OR REPLACE fires delete triggers too
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # nothing of a member in a temporary file
    "PRAGMA cache_size = -131072",  # KiB, taken only as needed: the hot part of 100,000 members
    "PRAGMA wal_autocheckpoint = 16384",  # 64 MB: an import need not write its pages twice
    "PRAGMA journal_size_limit = 16777216",
)


def check_file(home: Path) -> None:
    """Refuse a home without a store, and a store cut short or in the clear, before any key."""
    path = home / files.STORE
    staged = (home / files.STAGING / files.STORE).exists() and (home / files.KEYS).exists()
    if not path.exists() and not staged:
        raise StoreMissing(
            _("No store here"),
            _("There is no store in this folder."),
            _("Choose the right folder, or set up a new store."),
        )
    if not path.exists():
        return  # a creation cut off before its last step; `open` finishes it under the lock
    with files.plain_errors(), path.open("rb") as file:
        start = file.read(len(CLEAR))
        size = os.fstat(file.fileno()).st_size
    if start == CLEAR:
        raise StoreInTheClear(
            _("Store not encrypted"),
            _("The store in this folder is not encrypted, so it is not opened."),
            _("Put the encrypted store back from a backup and tell your supervisor."),
        )
    if size < _PAGE:
        raise damaged()


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """Open an encrypted file with its raw key; StoreDamaged when key and file do not fit."""
    with translated(path.parent):
        connection = sqlcipher.connect(
            str(path), isolation_level=None, timeout=5.0, cached_statements=256
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            _check_cipher(connection)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            note_index.register(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def _check_cipher(connection: sqlcipher.Connection) -> None:
    """Another package of the same import name would write in the clear: refuse it."""
    row = connection.execute("PRAGMA cipher_version").fetchone()
    version = tuple(int(part) for part in row[0].split()[0].split(".")[:2]) if row else (0, 0)
    if version < OLDEST_CIPHER:
        raise StoreUnavailable(
            _("Encryption missing"),
            _("This installation cannot encrypt the store, so it is not opened."),
            _("Install the program anew."),
        )
