"""A request that only the intake knows: on the card, in the form, and gone once it is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.ledger import Kind
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.services import authorizations, caseload, intake
from navigator_app.services.authorizations import Request
from navigator_app.services.workspace import Workspace
from tests.gui.test_ledger_card import words_of
from ui.dialogs.authorization_request import AuthorizationRequestDialog
from ui.widgets.asking_dialog import day_of
from ui.widgets.ledger_card import LedgerCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

SENT = date(2026, 11, 12)


def sent(ws: Workspace) -> tuple[str, str]:
    """A second service for somebody, sent to the plan, of which no file tells yet."""
    member = caseload.page(ws, CaseloadQuery()).rows[0].id
    known = caseload.member_page(ws, member).referrals
    other = next(one for one in Service if one not in {row.service for row in known})
    row, _changes = intake.create(
        ws,
        plan="bayview",
        service=other,
        path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02", "submitted_on": SENT.isoformat()},
        member=member,
    )
    key = row.referral_id
    return member, key


def ask(ws: Workspace) -> tuple[str, str]:
    member, key = sent(ws)
    authorizations.record_request(ws, Request(key, Kind.INITIAL, SENT, number="R1"))
    return member, key


def withdraw(ws: Workspace) -> tuple[str, str]:
    member, key = sent(ws)
    with ws.transaction("test") as tx:
        tx.execute("UPDATE intake SET withdrawn_on = '2026-11-13' WHERE referral_id = ?", (key,))
    return member, key


def ledger(daily: Any, key: str) -> Any:
    return daily.read(lambda ws: authorizations.of_referral(ws, key))


def test_the_card_shows_what_the_intake_knows(daily: Any) -> None:
    member, _key = daily.read(sent)
    card = LedgerCard(daily.context)
    daily.qtbot.addWidget(card)
    card.show_member(member)
    daily.settle()
    assert "asked on Nov 12, 2026" in words_of(card).replace("\u2068", "").replace("\u2069", "")
    assert "Nothing is authorized or asked for yet." not in words_of(card)


def test_the_form_begins_at_the_day_it_was_sent(daily: Any) -> None:
    _member, key = daily.read(sent)
    dialog = AuthorizationRequestDialog(daily.context, key)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert day_of(dialog.requested) == SENT


def test_what_staff_recorded_takes_its_place(daily: Any) -> None:
    _member, key = daily.read(ask)
    entries = ledger(daily, key).entries
    assert [entry.number for entry in entries] == ["R1"]


def test_a_withdrawn_request_is_none(daily: Any) -> None:
    _member, key = daily.read(withdraw)
    assert ledger(daily, key).entries == ()


def test_the_list_of_all_has_it(daily: Any) -> None:
    _member, key = daily.read(sent)
    listed = daily.read(authorizations.listing)
    assert key in {one.referral_id for one in listed}
