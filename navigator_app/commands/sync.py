"""The exchange with plans from the command line."""

from __future__ import annotations

import sys
from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.exchange import (
    CANCELLED,
    COMMAND,
    DONE,
    IN,
    OUT,
    FileRow,
    PlanLine,
    RunRow,
)
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import exchange_words, synchronize
from navigator_app.services.workspace import Workspace


def sync(args: Namespace) -> int:
    """Run the exchange with one plan or all; exit status 1 where a line failed."""
    with opened(args) as ws:
        if args.state:
            return _state(ws, args)
        if args.arrived or args.not_arrived:
            return _settled(ws, args)
        keys = [args.plan] if args.plan else synchronize.callable_plans(ws, COMMAND)
        if not keys:
            raise NotFound(
                _("Not connected"),
                _("No plan has a line yet."),
                _('Set one up with "navigator plan connect".'),
            )
        runs = [synchronize.run(ws, key, cause=COMMAND)[0] for key in keys]
        files = {one.id: synchronize.of_run(ws, one.id) for one in runs}
        lines = {one.plan_key: one for one in synchronize.lines(ws)}
    for one in runs:
        if one.trouble:
            print(f"{one.plan_name}: {one.trouble}", file=sys.stderr)
    if output.wants_json(args):
        output.document([_shape(one, files[one.id], lines[one.plan_key]) for one in runs])
    else:
        for one in runs:
            _show(one, files[one.id], lines[one.plan_key])
    return 0 if all(one.state == DONE for one in runs) else 1


def _state(ws: Workspace, args: Namespace) -> int:
    lines = [one for one in synchronize.lines(ws) if args.plan in (None, one.plan_key)]
    if args.plan and not lines:
        synchronize.history(ws, args.plan)  # says which plans there are
    if output.wants_json(args):
        output.document([_line(one) for one in lines])
        return 0
    output.table(
        (_("plan"), _("state")),
        [(one.plan_key, one.trouble or one.text) for one in lines],
        _("There is no plan yet."),
    )
    return 0


def _settled(ws: Workspace, args: Namespace) -> int:
    """Write down what the plan said of a file that may have gone."""
    went = bool(args.arrived)
    file = synchronize.settle_unsure(ws, args.arrived or args.not_arrived, went)
    if output.wants_json(args):
        output.document(_file(file))
    else:
        output.line(
            _("{name}: the plan has it.").format(name=file.name)
            if went
            else _("{name} goes again with the next exchange.").format(name=file.name)
        )
    return 0


def _shape(run: RunRow, files: list[FileRow], line: PlanLine) -> Shape:
    return {
        "plan": run.plan_key,
        "run": run.id,
        "state": run.state,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "trouble": run.trouble or None,
        "trouble_cause": run.trouble_cause or None,
        "skew_seconds": run.skew_seconds,
        "bytes_in": run.bytes_in,
        "bytes_out": run.bytes_out,
        "in": [_file(one) for one in files if one.direction == IN],
        "out": [_file(one) for one in files if one.direction == OUT],
        **_waits(line),
    }


def _line(line: PlanLine) -> Shape:
    return {
        "plan": line.plan_key,
        "kind": line.kind or None,
        "ready": line.ready,
        "trusted": line.trusted,
        "paused": line.paused,
        "trouble": line.trouble or None,
        "last_sent_at": line.last_sent_at.isoformat() if line.last_sent_at else None,
        "text": line.text,
        **_waits(line),
    }


def _waits(line: PlanLine) -> Shape:
    return {
        "statuses_waiting": line.statuses_waiting,
        "files_waiting": line.files_waiting,
        "unsure": line.unsure,
        "to_review": len(line.to_review),
        "in_quarantine": line.in_quarantine,
    }


def _file(file: FileRow) -> Shape:
    return {
        "id": file.id,
        "kind": file.kind,
        "name": file.name,
        "sha256": file.sha256 or None,
        "size": file.size,
        "state": file.state,
        "unsure": file.unsure,
        "proof": file.proof,
        "reason": file.reason or None,
        "period": file.period or None,
        "import_id": file.inbound_file_id or None,
    }


def _show(run: RunRow, files: list[FileRow], line: PlanLine) -> None:
    said = {DONE: _("done"), CANCELLED: _("stopped")}.get(run.state, _("failed"))
    output.facts([(_("plan"), run.plan_name), (_("exchange"), said), (_("now"), line.text)])
    output.table(
        (_("way"), _("state"), _("bytes"), _("name")),
        [
            (
                _("in") if one.direction == IN else _("out"),
                exchange_words.state(one.told_state),
                one.size,
                one.name,
            )
            for one in files
        ],
        _("Nothing went and nothing came."),
    )
