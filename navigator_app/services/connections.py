"""How each plan is reached: kept and confirmed. `connections_line` opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from navigator_app.domain.connections import (
    FOLDER,
    HAND,
    SFTP,
    Connection,
    Secrets,
    Shown,
)
from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency
from navigator_app.services import connections_checks as checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_connections


@dataclass(frozen=True, slots=True)
class Sftp:
    """What somebody entered of an SFTP connection. Secrets are texts, not files."""

    address: str  # USER@HOST:PORT
    inbox: str
    outbox: str
    host_key: str = ""
    jump: str = ""  # USER@HOST:PORT
    proxy: str = ""
    secrets: Secrets = field(default=Secrets(), repr=False)


def listing(ws: Workspace) -> list[Connection]:
    """The connections, by the plan's key."""
    return reads_connections.connections(ws.store)


def of_plan(ws: Workspace, plan_key: str) -> Connection | None:
    """That of one plan; None where none was set up. NotFound for an unknown plan."""
    return reads_connections.connection(ws.store, agency.plan(ws, plan_key).id)


def connect_sftp(ws: Workspace, plan_key: str, asked: Sftp) -> Connection:
    """Keep an SFTP connection in place of what there was; nothing is opened.

    Secrets that are left empty stay as they were for the same user at the same server. A host key
    that was confirmed stays so for the same server, and is replaced only by `asked.host_key`.
    InputRejected names the field.
    """
    was = of_plan(ws, plan_key)
    address, jump = checks.address("sftp", asked.address), checks.jump(asked.jump)
    host_key = checks.fingerprint("host_key", asked.host_key)
    checks.fingerprint("jump_host_key", asked.secrets.jump_host_key)
    proxy = checks.proxy_text(asked.proxy)
    secrets = checks.secrets(ws, was, address, asked.secrets)
    same_server = was is not None and (was.host, was.port) == (address.host, address.port)
    pinned_at = ""
    if was is not None and same_server and host_key in ("", was.host_key):
        host_key, pinned_at = was.host_key, was.pinned_at
    values: dict[str, object] = {
        "kind": SFTP,
        "host": address.host,
        "port": address.port,
        "user_name": address.user,
        "host_key": host_key,
        "inbox": checks.folder("inbox", asked.inbox),
        "outbox": checks.folder("outbox", asked.outbox),
        "jump": jump,
        "proxy": proxy,
    }
    return _keep(ws, plan_key, was, values, secrets, pinned_at)


def connect_folder(ws: Workspace, plan_key: str, *, inbox: str, outbox: str) -> Connection:
    """Keep two folders of this computer or of the network, as absolute paths. InputRejected names
    the field: no such folder, or one of another plan's."""
    values: dict[str, object] = {"kind": FOLDER}
    for name, text in (("inbox", inbox), ("outbox", outbox)):
        values[name] = str(Path(checks.folder(name, text)).expanduser().absolute())
        if not Path(str(values[name])).is_dir():
            raise InputRejected(
                name,
                _("There is no folder {folder}.").format(folder=values[name]),
                _("Connect the drive, or make the folder first."),
            )
    if values["inbox"] == values["outbox"]:
        raise InputRejected(
            "outbox",
            _("Inbox and outbox are the same folder."),
            _("Our own files would come back as the plan's. Choose two."),
        )
    return _keep(ws, plan_key, of_plan(ws, plan_key), values, Secrets())


def connect_hand(ws: Workspace, plan_key: str) -> Connection:
    """Files are saved and a person puts them into the plan's portal."""
    from navigator_app.services import sync_by_hand

    kept = _keep(ws, plan_key, of_plan(ws, plan_key), {"kind": HAND}, Secrets())
    sync_by_hand.off_the_line(ws, kept.plan_id)
    return kept


def confirm(ws: Workspace, plan_key: str, shown: Shown) -> Connection:
    """Pin the keys that a person compared. This alone replaces a confirmed one."""
    kept = known(ws, plan_key)
    host_key = checks.fingerprint("host_key", shown.host_key)
    with ws.transaction("confirm_host_key") as tx:
        tx.update("plan_connection", kept.id, {"host_key": host_key, "pinned_at": tx.now})
        if shown.jump:
            jump_key = checks.fingerprint("jump_host_key", shown.jump)
            secrets = reads_connections.secrets(ws.store, kept.id)
            reads_connections.keep_secrets(tx, kept.id, replace(secrets, jump_host_key=jump_key))
    return known(ws, plan_key)


def set_trusted(ws: Workspace, plan_key: str, trusted: bool) -> Connection:
    """Whether a file in which nothing is odd is taken in without a person."""
    return _set(ws, plan_key, "trust_plan", {"trusted": int(trusted)})


def set_paused(ws: Workspace, plan_key: str, paused: bool) -> Connection:
    """Whether nothing goes by itself."""
    return _set(ws, plan_key, "pause_plan", {"paused": int(paused)})


def _keep(
    ws: Workspace,
    plan_key: str,
    was: Connection | None,
    values: Mapping[str, object],
    secrets: Secrets,
    pinned_at: str = "",
) -> Connection:
    blank: dict[str, object] = {
        "host": "", "port": 22, "user_name": "", "host_key": "", "inbox": "", "outbox": "",
        "jump": "", "proxy": "",
    }  # fmt: skip
    checks.refuse_shared(ws, plan_key, values)
    with ws.transaction("connect_plan") as tx:
        pinned = (pinned_at or tx.now) if values.get("host_key") else None
        row = {**blank, **values, "pinned_at": pinned}
        if was is None:
            key = uuid7()
            plan_id = agency.plan(ws, plan_key).id
            tx.insert(
                "plan_connection", {"id": key, "plan_id": plan_id, **row, "created_at": tx.now}
            )
        else:
            key = was.id
            tx.update("plan_connection", key, row)
        reads_connections.keep_secrets(tx, key, secrets)
    return known(ws, plan_key)


def _set(ws: Workspace, plan_key: str, intention: str, values: Mapping[str, object]) -> Connection:
    kept = known(ws, plan_key)
    with ws.transaction(intention) as tx:
        tx.update("plan_connection", kept.id, values)
    return known(ws, plan_key)


def known(ws: Workspace, plan_key: str) -> Connection:
    """That of one plan; NotFound where none was set up."""
    found = of_plan(ws, plan_key)
    if found is None:
        raise NotFound(
            _("Not connected"),
            _("Nobody has said how files go to the plan {key}.").format(key=plan_key),
            _('Set it up with "navigator plan connect".'),
        )
    return found
