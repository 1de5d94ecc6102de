"""Packs of rules that the agency takes in itself: read whole first, kept in the store, removable.

Every change computes all clocks anew in the same transaction; `services.moves` lists which cases
have other dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.rules import Level
from navigator_app.errors import InputRejected, NotFound
from navigator_app.exchange.atomic import write_atomically
from navigator_app.i18n import _
from navigator_app.paths import resource
from navigator_app.policy import own, packs
from navigator_app.policy.packs import Pack, PackRefused
from navigator_app.services import agency, clocks
from navigator_app.services.workspace import Workspace
from navigator_app.store import agency_rows

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

TEMPLATE = "empty"
LARGEST = 1_000_000
"""Bytes of a file at most: the largest shipped pack has a fiftieth of it."""


@dataclass(frozen=True, slots=True)
class OwnPackRow:
    """A pack that was taken in. `title` is empty and `problem` filled where this version of the
    program cannot read it any more; `plans` are the keys of the plans that have it."""

    key: str
    title: str
    level: Level | None
    rules: int
    added: date
    by: str
    plans: tuple[str, ...]
    problem: str = ""


def listed(ws: Workspace) -> list[OwnPackRow]:
    """Every pack that the agency took in, by key."""
    return [_row(ws, *row) for row in agency_rows.own_pack_rows(ws.store)]


def add(ws: Workspace, path: Path) -> tuple[OwnPackRow, Changes]:
    """Take in a file; one of the same key is replaced by it.

    PackRefused names the line and the field that is wrong, and nothing of the file is kept.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path) from error
    if len(data) > LARGEST:
        raise _unreadable(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error
    return add_text(ws, text, path.name)


def add_text(ws: Workspace, text: str, name: str) -> tuple[OwnPackRow, Changes]:
    """The same of a text; `name` is what refusals call it."""
    pack = packs.read_own(text, name)
    held = {**own.texts(), pack.key: text}
    with _by(ws, held), ws.transaction("add_own_rules") as tx:
        known = {key: row_id for row_id, key, _by, _at in agency_rows.own_pack_rows(ws.store)}
        if pack.key in known:
            tx.update("own_pack", known[pack.key], {"toml": text, "user_id": ws.user.id})
        else:
            row = {"id": uuid7(), "key": pack.key, "toml": text, "user_id": ws.user.id}
            tx.insert("own_pack", {**row, "created_at": tx.now})
        _recompute(tx, ws)
    return _found(ws, pack.key), Changes(plans=True)


def unread(ws: Workspace) -> str:
    """What to say where a plan has a pack that this version of the program cannot read: which, of
    which plan, and by what its clocks run meanwhile. Empty where every pack is read."""
    said = [
        _("{plan}: {keys}").format(plan=plan.name, keys=", ".join(missing))
        for plan in agency.plans(ws)
        if (missing := packs.unread(plan.policy))
    ]
    if not said:
        return ""
    text = _(
        "Own rules that this version cannot read ({which}). The program’s rules below them speak "
        "until you take in a mended file, under Settings."
    )
    return text.format(which="; ".join(said))


def save_template(path: Path) -> Path:
    """Write the empty pack, to be filled in; TransferFailed where the folder cannot be written."""
    content = resource("policies", f"{TEMPLATE}.toml").read_bytes()
    return write_atomically(path.parent, path.name, [content])[0]


def text_of(ws: Workspace, key: str) -> str:
    """The text of one, as it was taken in; NotFound when there is none."""
    text = agency_rows.own_packs(ws.store).get(key)
    if text is None:
        raise _none(key)
    return text


def remove(ws: Workspace, key: str) -> Changes:
    """Remove a pack; NotFound when there is none, InputRejected while a plan or another pack lies
    on it."""
    found = _found(ws, key)
    if found.plans:
        raise InputRejected(
            "key",
            _("These plans have it: {keys}.").format(keys=", ".join(found.plans)),
            _("Give them other rules first."),
        )
    above = sorted(other for other in own.texts() if other != key and _lies_on(other, key))
    if above:
        raise InputRejected(
            "key",
            _("These packs lie on it: {keys}.").format(keys=", ".join(above)),
            _("Remove them first."),
        )
    held = {other: text for other, text in own.texts().items() if other != key}
    with _by(ws, held), ws.transaction("remove_own_rules") as tx:
        tx.execute("DELETE FROM own_pack WHERE key = ?", (key,))
        _recompute(tx, ws)
    return Changes(plans=True)


def _recompute(tx: Tx, ws: Workspace) -> None:
    """Every clock by the packs held now; PackRefused when a plan's packs no longer fit together."""
    for plan in agency.plans(ws):
        packs.chain(plan.policy)
    clocks.recompute(tx, ws, by_rule=True)


@contextmanager
def _by(ws: Workspace, held: Mapping[str, str]) -> Iterator[None]:
    """Let these packs speak; a failure gives the word back to those before."""
    before = dict(own.texts())
    own.hold(str(ws.home), held)
    try:
        yield
    except BaseException:
        own.hold(str(ws.home), before)
        raise


def _lies_on(key: str, other: str) -> bool:
    try:
        return other in {pack.key for pack in packs.chain(key)}
    except PackRefused:
        return False


def _found(ws: Workspace, key: str) -> OwnPackRow:
    for row in agency_rows.own_pack_rows(ws.store):
        if row[1] == key:
            return _row(ws, *row)
    raise _none(key)


def _row(ws: Workspace, _id: str, key: str, by: str, at: str) -> OwnPackRow:
    pack, problem = _read(key)
    return OwnPackRow(
        key=key,
        title=pack.title if pack else "",
        level=pack.level if pack else None,
        rules=len(pack.rules) if pack else 0,
        added=ws.clock.to_local(datetime.fromisoformat(at)).date(),
        by=by,
        plans=tuple(plan.key for plan in agency.plans(ws) if key in packs.keys(plan.policy)),
        problem=problem,
    )


def _read(key: str) -> tuple[Pack | None, str]:
    try:
        return packs.load(key), ""
    except PackRefused as error:
        return None, str(error)


def _none(key: str) -> NotFound:
    return NotFound(
        _("No such rules"),
        _("There is no pack {key} of your own.").format(key=key),
        _("Those of the program cannot be removed."),
    )


def _unreadable(path: Path) -> PackRefused:
    return PackRefused(
        _("File not usable"),
        _("{name} cannot be read as a pack of rules.").format(name=path.name),
        _("Choose a TOML file of at most a megabyte, written in UTF-8."),
    )
