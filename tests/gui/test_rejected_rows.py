"""What a plan sent back, on its page, on Today and through the form that mends it; quarantine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain.records import DueRow, StatusFile
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus
from navigator_app.services import (
    agency,
    caseload,
    exports,
    member_identity,
    quarantine,
    record_status,
    responses,
    responses_due,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.papers_shown import press, words_of
from tests.services import answers
from ui.dialogs.correct_member import CorrectMemberDialog
from ui.dialogs.quarantine_item import QuarantineItemDialog
from ui.dialogs.record_status import Correction
from ui.dialogs.rejected_row import RejectedRowDialog
from ui.models import due_list, settling
from ui.views.quarantine import QuarantineView
from ui.views.status_file_card import FileCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

REASONS = {
    0: ("R01", "CIN not found"),
    1: ("R06", "Status date is before the authorization"),
    2: ("R09", "Provider NPI not enrolled"),
    3: ("R09", "Provider NPI not enrolled"),
}


@pytest.fixture(autouse=True)
def listening(daily: Any) -> None:
    """Remember which forms and pages were asked for."""
    ways = daily.context.ways
    ways.ask.connect(lambda *values: daily.remember("ask", *values))
    ways.open_page.connect(lambda *values: daily.remember("open_page", *values))


@pytest.fixture
def sent_back(daily: Any, tmp_path: Path) -> list[str]:
    """Four of six statuses of November came back, and one row is nobody's."""

    def fill(ws: Workspace) -> list[str]:
        approved = AuthorizationStatus.APPROVED
        running = [row for row in caseload.referrals(ws) if row.authorization_status is approved]
        for row in running[:6]:
            record_status.record(ws, row.id, ReferralStatus.PENDING, date(2026, 11, 18))
        _id, rows = answers.send(ws, tmp_path, "2026-11")
        said = answers.answer(rows, REASONS)
        said.append({**said[0], answers.CIN: "99999999Z"})
        data = answers.csv_of(said)
        responses.take_in(ws, answers.came(ws, data), data)
        return [row.id for row in responses.open_rows(ws)]

    found: list[str] = daily.read(fill)
    return found


def page(daily: Any) -> Any:
    view = QuarantineView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1000, 760)
    view.show()
    view.activate()
    daily.settle()
    return view


def test_the_page_names_each_with_its_reason(daily: Any, sent_back: list[str]) -> None:
    view = page(daily)
    table = view.rejected.table.model()
    assert table.rowCount() == 4
    assert table.index(0, 1).data() == "CIN not found (R01)"
    assert "Look the CIN up" in view.rejected.advice.text()
    assert view.quarantine.table.model().rowCount() == 1
    assert "99999999Z" in view.quarantine.reason.text()
    assert view.nothing.isHidden() and view.rejected.again.isHidden()
    assert nameless(view) + too_small(view) + cut(view) == []
    press(daily, view.rejected.mend)
    assert daily.asked["ask"] == [("rejected_row", sent_back[0])]


def test_nothing_to_mend_says_so(daily: Any) -> None:
    view = page(daily)
    assert view.rejected.isHidden() and view.quarantine.isHidden()
    assert not view.nothing.isHidden()


def test_the_members_cin_is_put_right_from_the_row(daily: Any, sent_back: list[str]) -> None:
    dialog = opened(daily, RejectedRowDialog, sent_back[0])
    assert dialog.identity.isVisible() and dialog.cin.isHidden()
    press(daily, dialog.identity)
    assert daily.asked["ask"][-1][0] == "correct_member"
    member = daily.asked["ask"][-1][1]
    form = opened(daily, CorrectMemberDialog, member)
    was = form.words("cin")
    form.fields["cin"].widget.setText("97654321A")
    press(daily, form.save_button)
    assert form.fields["why"].error.text()
    form.fields["why"].widget.setText("as on the card")
    press(daily, form.save_button)
    assert closed(form)
    known = daily.read(lambda ws: member_identity.known(ws, member))
    assert known.cin == "97654321A" != was
    assert daily.asked["notice"][-1][0] == "It is put right; what stood there before is kept."
    daily.asked["notice"][-1][1][1]()
    daily.settle()
    assert daily.read(lambda ws: member_identity.known(ws, member)).cin == was


def test_goes_again_and_is_taken_back(daily: Any, sent_back: list[str]) -> None:
    dialog = opened(daily, RejectedRowDialog, sent_back[0])
    assert "CIN not found (R01)" in words_of(dialog)
    assert dialog.alike.isHidden() and dialog.agency.isHidden()
    dialog.note.setText("looked up in the portal")
    press(daily, dialog.save_button)
    assert closed(dialog)
    assert daily.read(responses.counts)["bayview"].again == 1
    view = page(daily)
    assert view.rejected.again.text() == (
        "1 rejected status was mended and goes again with the next file."
    )
    said, action = daily.asked["notice"][-1]
    assert said == "1 status goes with the next file."
    action[1]()
    daily.settle()
    assert len(daily.read(responses.open_rows)) == 4


def test_all_alike_at_once(daily: Any, sent_back: list[str]) -> None:
    dialog = opened(daily, RejectedRowDialog, sent_back[2])
    assert not dialog.alike.isHidden() and not dialog.agency.isHidden()
    press(daily, dialog.agency)
    assert daily.asked["open_page"] == [("settings", None)]
    dialog.alike.setChecked(True)
    press(daily, dialog.save_button)
    assert daily.read(responses.counts)["bayview"].again == 2


def test_dropped_only_with_a_reason(daily: Any, sent_back: list[str]) -> None:
    dialog = opened(daily, RejectedRowDialog, sent_back[1])
    press(daily, dialog.drop)
    assert not closed(dialog)
    assert "Say why it need not go again." in dialog.fields["why"].error.text()
    dialog.note.setText("the plan has it")
    assert dialog.draft() == {"about": sent_back[1], "note": "the plan has it"}
    press(daily, dialog.drop)
    assert closed(dialog)
    assert len(daily.read(responses.open_rows)) == 3


def test_correcting_opens_the_status(daily: Any, sent_back: list[str]) -> None:
    dialog = opened(daily, RejectedRowDialog, sent_back[1])
    press(daily, dialog.correct)
    [asked] = daily.asked["record_status"]
    assert isinstance(asked, Correction)
    assert asked.event.status is ReferralStatus.PENDING
    dialog = opened(daily, RejectedRowDialog, sent_back[0])
    press(daily, dialog.member)
    assert len(daily.asked["open_member"]) == 1


def test_settled_meanwhile_is_said(daily: Any, sent_back: list[str]) -> None:
    def drop(ws: Workspace) -> None:
        responses.drop(ws, [sent_back[0]], "told by phone")

    daily.read(drop)
    dialog = opened(daily, RejectedRowDialog, sent_back[0])
    assert "settled" in dialog.problem.text()
    assert not dialog.save_button.isEnabled()


def test_today_leads_to_it(daily: Any, sent_back: list[str]) -> None:
    rows: list[DueRow] = [
        row for row in daily.read(today.due) if row.action == responses_due.ACTION
    ]
    assert len(rows) == 4
    assert due_list.action(rows[0]) == "Mend it"
    settling.settle(daily.context, page(daily), rows[0])
    assert daily.asked["ask"] == [("rejected_row", rows[0].subject)]
    settling.put_off(daily.context, page(daily), rows[0])
    assert "goes again" in daily.asked["notice"][-1][0]


def test_quarantine_is_given_tried_and_discarded(daily: Any, sent_back: list[str]) -> None:
    [row] = daily.read(quarantine.waiting)
    dialog = opened(daily, QuarantineItemDialog, row.id)
    press(daily, dialog.save_button)
    assert "still nobody" in dialog.problem.text()
    assert dialog.owner.currentText() == "A supervisor" and not dialog.give.isEnabled()
    dialog.owner.setCurrentText("Ana Ruiz")
    press(daily, dialog.give)
    assert daily.read(quarantine.waiting)[0].owner == "Ana Ruiz"
    dialog = opened(daily, QuarantineItemDialog, row.id)
    press(daily, dialog.discard)
    assert "Say why it can be discarded." in dialog.fields["why"].error.text()
    dialog.why.setText("asked the plan")
    assert dialog.draft()["why"] == "asked the plan"
    press(daily, dialog.discard)
    assert closed(dialog) and daily.read(quarantine.count) == 0
    _said, action = daily.asked["notice"][-1]
    action[1]()
    daily.settle()
    assert daily.read(quarantine.count) == 1


def test_what_was_never_fetched_cannot_be_tried(daily: Any) -> None:
    def put(ws: Workspace) -> str:
        with ws.transaction("test") as tx:
            plan = agency.plan(ws, "bayview").id
            file = exchange_writes.new_file(
                tx, plan, direction="in", kind="unknown", name="link.csv", sha256="", size=0,
                state="quarantined", zone="UTC",
            )  # fmt: skip
            return exchange_writes.quarantine(tx, plan, file, "It is a link.")

    dialog = opened(daily, QuarantineItemDialog, daily.read(put))
    assert not dialog.save_button.isEnabled()
    assert dialog.discard.isEnabled()


def test_the_next_file_says_what_goes_again(daily: Any, sent_back: list[str]) -> None:
    def release(ws: Workspace) -> StatusFile:
        responses.release(ws, sent_back[:3])
        return exports.preview(ws, "bayview", "2026-12")

    card = FileCard(daily.context.clock)
    daily.qtbot.addWidget(card)
    card.show_file(daily.read(release))
    assert "3 rejected rows go again with this file. 1 row that the plan" in card.facts.text()
