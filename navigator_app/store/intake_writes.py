"""Writes the way in of a referral: one row a referral, made when it is first told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.facts import Path
from navigator_app.domain.paths import OptIn, forms
from navigator_app.store.reads_intake import COLUMNS

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def keep(
    tx: Tx,
    referral_id: str,
    path: Path,
    opt_in: OptIn | None,
    values: Mapping[str, str | None],
) -> None:
    """Write the way in; what other ways ask for is emptied."""
    asked = {ask.name for one in forms() for ask in one.asks} & {*COLUMNS, "urgent"}
    columns: dict[str, object] = {name: values.get(name) for name in asked}
    columns["path"] = path.value
    columns["opt_in_order"] = ""
    if path is Path.DATA_MINING:
        columns["opt_in_order"] = (opt_in or OptIn.BEFORE).value
    write(tx, referral_id, columns)


def write(tx: Tx, referral_id: str, columns: Mapping[str, object]) -> None:
    """Insert or update the intake's row; the table wants "" and 0 where nothing is known."""
    full: dict[str, object] = {name: _empty(name) for name in COLUMNS} | {"path": "", "urgent": 0}
    given = {name: _stored(name, value) for name, value in columns.items() if name in full}
    known = tx.execute("SELECT 1 FROM intake WHERE referral_id = ?", (referral_id,)).fetchone()
    if known is None:
        made = {"referral_id": referral_id, "created_at": tx.now}
        tx.insert("intake", {**full, **given, **made})
        return
    names = ", ".join(f'"{name}" = ?' for name in given)
    tx.execute(
        f"UPDATE intake SET {names} WHERE referral_id = ?",  # noqa: S608 - our own names
        [*given.values(), referral_id],
    )


def _empty(name: str) -> str | None:
    return None if name.endswith(("_on", "_at")) else ""


def _stored(name: str, value: object) -> object:
    if name == "urgent":
        return int(value == "1")
    return value or _empty(name)
