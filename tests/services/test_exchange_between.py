"""Between a file and its leaving, and between two plans: what changed meanwhile, whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.connections import Secrets
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.services import connections, exports, record_status, synchronize
from tests.services import loops
from tests.services.answers import STATUS, rows_of
from tests.services.exchange_desk import NAME, Desk, roster
from tests.sshd import needed

pytestmark = needed


def correct(desk: Desk, made: loops.Made) -> None:
    """The navigator finds that they had begun the outreach on that day, not only accepted."""
    [(wrong,)] = desk.ws.store.query(
        "SELECT id FROM status_event WHERE referral_id = ?", (made.referral,)
    )
    record_status.record(
        desk.ws, made.referral, ReferralStatus.OUTREACH_INITIATED, date(2026, 11, 3),
        corrects=wrong,
    )  # fmt: skip


def other_plan(desk: Desk, key: str = "sierra") -> Desk:
    """A second plan with folders of its own on the same server."""
    made = replace(desk, plan=key, folder=desk.folder.parent / key)
    for one in (made.inbox, made.outbox):
        one.mkdir(parents=True)
    made.plan_id = loops.add_plan(desk.ws, key)
    with desk.ws.transaction("test") as tx:
        tx.update("plan", made.plan_id, {"layout": "bayview"})
    return made


def test_a_status_corrected_after_its_file_was_built_does_not_go_as_it_was(desk: Desk) -> None:
    made = desk.status(1)
    desk.build()
    correct(desk, made)
    row = desk.sync()
    assert (row.files_out, row.trouble_cause) == (0, "outdated")
    assert desk.sent() == {}
    desk.build()
    assert desk.sync().files_out == 1
    assert [one[STATUS] for one in rows_of(desk.sent()[NAME])] == ["Outreach Initiated"]


def test_where_the_plan_is_trusted_its_file_is_built_anew(desk: Desk) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    made = desk.status(1)
    desk.build()
    correct(desk, made)
    assert desk.sync().files_out == 1
    assert [one[STATUS] for one in rows_of(desk.sent()[NAME])] == ["Outreach Initiated"]


def test_what_a_person_sent_before_the_correction_can_be_marked(desk: Desk, tmp_path: Path) -> None:
    made = desk.status(1)
    exports.export(desk.ws, desk.plan, "2026-11", tmp_path)
    correct(desk, made)
    exports.mark_sent(desk.ws, desk.plan, "2026-11")
    assert desk.sync().files_out == 0
    assert [one.cells[9] for one in exports.preview(desk.ws, desk.plan, "2026-12").lines] == [
        "Outreach Initiated"
    ]


@pytest.mark.parametrize("field", ["inbox", "outbox"])
def test_two_plans_do_not_share_a_folder(desk: Desk, field: str) -> None:
    other = other_plan(desk)
    folders = {"inbox": str(other.inbox), "outbox": str(other.outbox)}
    folders[field] = f"{desk.folder}/./{field}/"
    asked = connections.Sftp(
        f"{desk.server.user}@127.0.0.1:{desk.server.port}", **folders,
        secrets=Secrets(password="x"),
    )  # fmt: skip
    with pytest.raises(InputRejected, match="The files of Bayview") as refused:
        connections.connect_sftp(desk.ws, other.plan, asked)
    assert refused.value.field == field
    connections.connect_folder(desk.ws, desk.plan, inbox=str(desk.inbox), outbox=str(desk.outbox))
    with pytest.raises(InputRejected, match="The files of Bayview"):
        connections.connect_folder(desk.ws, other.plan, **folders)
    other.connect()
    other.connect()  # and its own are its own


def test_a_file_that_came_for_another_plan_too_waits_for_a_person(desk: Desk) -> None:
    other = other_plan(desk)
    other.connect()
    for one in (desk, other):
        connections.set_trusted(desk.ws, one.plan, True)
        one.drop("asf.csv", roster(1, 2, 3))
    desk.sync()
    other.sync()
    states = {one.plan_key: (one.state, one.proof) for one in synchronize.files(desk.ws)}
    assert states["bayview"][0] == "committed"
    assert states["sierra"] == ("staged", "The same file came for Bayview.")
    plans = desk.ws.store.query("SELECT DISTINCT plan_id FROM member")
    assert plans == [(desk.plan_id,)]
