"""Stands for a module that takes in a kind of file, and is told of one that went."""

from __future__ import annotations

from collections.abc import Sequence

from navigator_app.domain.exchange import FileRow
from navigator_app.services.workspace import Workspace
from navigator_app.store.tx import Tx

TOLD: list[tuple[str, str]] = []


def left(ws: Workspace, tx: Tx, file: FileRow) -> None:
    TOLD.append((file.kind, file.name))


def recognises(headings: Sequence[Sequence[str]]) -> bool:
    return any("Verdict" in record for record in headings)


def take_in(ws: Workspace, exchange_file_id: str, content: bytes) -> str:
    TOLD.append(("take", exchange_file_id))
    return f"{content.count(b'rejected')} rejected"


def stays(_ws: object, _file: object) -> str:
    """Nothing is against any file."""
    return ""
