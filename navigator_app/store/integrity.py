"""Whether the file is encrypted and whole, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import StoreDamaged
from navigator_app.i18n import _
from navigator_app.store import files
from navigator_app.store.connection import CLEAR
from navigator_app.store.failures import refusal

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def is_encrypted(store: Store) -> bool:
    """True when the cipher is at work and the file's head is noise."""
    version = store.one("PRAGMA cipher_version")
    with files.plain_errors(), (store.home / files.STORE).open("rb") as file:
        start = file.read(len(CLEAR))
    return bool(version) and start != CLEAR


def check(store: Store) -> str:
    """What is wrong with the file, "" when nothing is.

    Every page's authentication code, then the database's own structure, then foreign keys.
    """
    try:
        # the codes are read from the file
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if store.query("PRAGMA cipher_integrity_check"):
            return _("A page of the store was altered or is damaged.")
        if store.query("PRAGMA integrity_check") != [("ok",)]:
            return _("The store's structure is damaged.")
        if store.query("PRAGMA foreign_key_check"):
            return _("The store holds records that point to nothing.")
    except StoreDamaged as error:
        return error.message
    except sqlcipher.Error as error:
        known = refusal(error)
        if known is not None:
            raise known from error
        return _("The store's structure is damaged.")
    return ""


def clear_text_problem() -> str:
    """The sentence for a store in the clear."""
    return _("The store is not encrypted.")
