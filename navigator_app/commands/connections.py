"""How files go to each plan, and whether that works."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output, shapes
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.connections import HAND, SFTP, Connection, Secrets, Shown, Tested
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import agency, connections, connections_line
from navigator_app.services.connections_checks import read_identity, read_word
from navigator_app.services.workspace import Workspace


def connect(args: Namespace) -> int:
    """Keep how files go to a plan."""
    with opened(args) as ws:
        kept = _kept(ws, args)
        if args.trusted is not None:
            kept = connections.set_trusted(ws, args.key, args.trusted == "yes")
    if output.wants_json(args):
        output.document(_shape(kept))
        return 0
    _show(kept)
    if kept.kind == SFTP and not kept.host_key:
        output.line(
            _('Its host key is not confirmed yet. Next: "navigator plan test {key}".').format(
                key=kept.plan_key
            )
        )
    return 0


def test(args: Namespace) -> int:
    """Try a plan's connection; its host key must be confirmed, and can be here."""
    with opened(args) as ws:
        kept = connections.known(ws, args.key)
        if kept.kind == SFTP:
            kept = _confirmed(ws, kept, Shown(args.confirm, args.confirm_jump))
        found = (
            Tested(kept, 0, 0, None)
            if kept.kind == HAND
            else connections_line.test(connections_line.opener(ws, args.key), kept, None)
        )
    if output.wants_json(args):
        output.document(_tested(found))
        return 0
    _show(kept)
    if kept.kind == HAND:
        output.line(_("Files go by hand; there is nothing to try."))
        return 0
    output.facts(
        [
            (_("files to fetch"), str(found.inbox_files)),
            (_("other names there"), str(found.inbox_others)),
            (_("their clock"), _clock(found)),
        ]
    )
    output.line(_("It works: the inbox can be read, the outbox can be written."))
    return 0


def plan_list(args: Namespace) -> int:
    """List the plans, and how files go to each."""
    with opened(args) as ws:
        rows = agency.plans(ws)
        kinds = {one.plan_id: one for one in connections.listing(ws)}
    return output.listing(
        args,
        (
            {**shapes.plan(row), "connection": kinds[row.id].kind if row.id in kinds else None}
            for row in rows
        ),
        (_("key"), _("layout"), _("policy"), _("files go"), _("name")),
        ((row.key, row.layout, row.policy, _way(kinds.get(row.id)), row.name) for row in rows),
        _('There is no plan yet. Add one with "navigator plan add".'),
    )


def _kept(ws: Workspace, args: Namespace) -> Connection:
    if args.hand:
        return connections.connect_hand(ws, args.key)
    if args.folder:
        return connections.connect_folder(ws, args.key, inbox=args.inbox, outbox=args.outbox)
    secrets = Secrets(
        identity=read_identity(args.identity) if args.identity else "",
        identity_passphrase=_word(args, "identity_passphrase_file"),
        password=_word(args, "password_file"),
        jump_identity=(
            read_identity(args.jump_identity, "jump_identity") if args.jump_identity else ""
        ),
        jump_host_key=args.jump_host_key,
        proxy_password=_word(args, "proxy_password_file"),
    )
    asked = connections.Sftp(
        args.sftp, args.inbox, args.outbox, args.host_key, args.jump, args.proxy, secrets
    )
    return connections.connect_sftp(ws, args.key, asked)


def _word(args: Namespace, name: str) -> str:
    file = getattr(args, name)
    return read_word(file, name) if file else ""


def _confirmed(ws: Workspace, kept: Connection, given: Shown) -> Connection:
    """The connection with its keys pinned; refused, naming what the servers show, until then."""
    if not given.host_key and not given.jump and kept.host_key:
        return kept  # whatever is amiss between, opening says it
    shown = connections_line.probe(ws, kept.plan_key, given.host_key)()
    if given.jump and not shown.host_key and shown.jump == given.jump:
        kept = connections.confirm(ws, kept.plan_key, Shown(kept.host_key, given.jump))
        if kept.host_key and not given.host_key:
            return kept
        shown = connections_line.probe(ws, kept.plan_key, given.host_key)()
    if shown.host_key and shown.host_key == (given.host_key or kept.host_key):
        return connections.confirm(ws, kept.plan_key, Shown(shown.host_key))
    raise _unconfirmed(kept, shown, given)


def _unconfirmed(kept: Connection, shown: Shown, given: Shown) -> InputRejected:
    jump = not shown.host_key
    host, key = (kept.jump, shown.jump) if jump else (kept.host, shown.host_key)
    option = "--confirm-jump" if jump else "--confirm"
    if given.jump if jump else given.host_key:
        return InputRejected(
            "confirm",
            _("{host} shows the key {shown}, not the one that you confirm.").format(
                host=host, shown=key
            ),
            _("Nothing was sent. Ask the plan which key is theirs."),
        )
    return InputRejected(
        "confirm",
        _("{host} shows the key {shown}, which nobody has confirmed.").format(host=host, shown=key),
        _("Compare it with what the plan told you, then: plan test {key} {option} {shown}.").format(
            key=kept.plan_key, option=option, shown=key
        ),
    )


def _shape(kept: Connection) -> Shape:
    """A connection without its secrets."""
    return {
        "plan": kept.plan_key,
        "kind": kept.kind,
        "host": kept.host or None,
        "port": kept.port if kept.host else None,
        "user": kept.user or None,
        "host_key": kept.host_key or None,
        "inbox": kept.inbox or None,
        "outbox": kept.outbox or None,
        "jump": kept.jump or None,
        "proxy": kept.proxy or None,
        "trusted": kept.trusted,
        "paused": kept.paused,
        "ready": kept.ready,
    }


def _tested(found: Tested) -> Shape:
    return {
        **_shape(found.connection),
        "inbox_files": found.inbox_files,
        "inbox_others": found.inbox_others,
        "skew_seconds": found.skew_seconds,
    }


def _show(kept: Connection) -> None:
    output.facts(
        [
            (_("plan"), kept.plan_name),
            (_("files go"), _way(kept)),
            (_("server"), f"{kept.user}@{kept.host}:{kept.port}" if kept.host else ""),
            (_("host key"), kept.host_key),
            (_("through"), kept.jump),
            (_("proxy"), kept.proxy),
            (_("inbox"), kept.inbox),
            (_("outbox"), kept.outbox),
        ]
    )


def _way(kept: Connection | None) -> str:
    if kept is None:
        return ""
    return {SFTP: _("over SFTP"), HAND: _("by hand")}.get(kept.kind, _("through a folder"))


def _clock(found: Tested) -> str:
    if found.skew_seconds is None or abs(found.skew_seconds) <= found.skew_uncertain:
        return _("as ours")
    if found.skew_seconds > 0:
        return _("{count} s ahead of ours").format(count=found.skew_seconds)
    return _("{count} s behind ours").format(count=-found.skew_seconds)
