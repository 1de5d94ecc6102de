"""Where a step is refused by a limit the form asks for the reason, and keeps it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from navigator_app.domain.programs import Program
from navigator_app.services import guards, programs
from navigator_app.services.workspace import Workspace
from tests.gui.dialogs_shown import closed, opened
from tests.gui.test_guards_card import page
from ui.dialogs.authorization_request import AuthorizationRequestDialog
from ui.dialogs.waitlist_consent import WaitlistConsentDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def in_icms(ws: Workspace) -> str:
    """The member's plan reads the county's list, and the member is in the county's own program."""
    shown = page(ws)
    with ws.transaction("test") as tx:
        tx.execute("UPDATE plan SET policy = 'la-county-2022'", ())
    draft = programs.ProgramDraft(shown.member.id, Program.COUNTY_ICMS, date(2026, 1, 5))
    programs.add_program(ws, draft)
    return shown.referrals[0].id


def reasons(ws: Workspace) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = ws.store.query("SELECT rule_id, reason FROM guard_override")
    return found


def test_a_refused_request_asks_for_the_reason_and_keeps_it(daily: Any) -> None:
    dialog = opened(daily, AuthorizationRequestDialog, daily.read(in_icms))
    field = dialog.fields["override"]
    assert not field.isVisibleTo(dialog)
    dialog.save()
    daily.settle()
    assert field.isVisibleTo(dialog) and "does the same" in field.error.text()
    dialog.override.setText("ICMS ends this week")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    assert daily.read(reasons) == [("no-duplicate-program", "ICMS ends this week")]


def test_the_consent_of_the_plan_says_who_and_how(daily: Any) -> None:
    referral = daily.read(page).referrals[0]
    dialog = opened(daily, WaitlistConsentDialog, referral.id)
    assert dialog.draft() == {}
    dialog.save()
    daily.settle()
    assert dialog.fields["by"].error.isVisibleTo(dialog)
    dialog.by.setText("R. Stone")
    dialog.how.setText("phone")
    draft = dialog.draft()
    assert (draft["about"], draft["by"]) == (referral.id, "R. Stone")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    [(rule, reason)] = daily.read(reasons)
    assert rule == guards.WAITLIST and reason.startswith("R. Stone, phone, ")
