"""A pasted list of prospects: counted while typed, taken in whole, or the row named."""

from __future__ import annotations

from typing import Any

import pytest

from navigator_app.domain.vocabulary import Service
from navigator_app.services import agency, batches, caseload
from navigator_app.services.workspace import Workspace
from tests.gui.dialogs_shown import closed
from ui.dialogs.new_referral import NewReferralDialog
from ui.dialogs.prospects import ProspectsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)
ROWS = "Ada Moss, 90000711A, 1/2/1970, 4155550111\nBen Moss, 3/4/1981"


def opened(daily: Any) -> ProspectsDialog:
    dialog = ProspectsDialog(daily.context)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def test_a_list_is_taken_in(daily: Any) -> None:
    dialog = opened(daily)
    dialog.rows.setPlainText(ROWS)
    assert dialog.count.text().startswith("2 members read; the last: Ben Moss")
    dialog.received.setText("11/18")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    found = daily.read(lambda ws: caseload.find(ws, "moss"))
    assert {"Ada", "Ben"} <= {row.first_name for row in found}
    assert len(daily.changes[-1].referrals) == 2
    assert daily.asked["notice"][-1][0] == "Took in 2 members"


@pytest.mark.parametrize(
    ("rows", "day", "field", "said"),
    [
        ("", "11/18", "rows", "empty"),
        (f"{ROWS}\nCleo Park", "11/18", "rows", "Row 3"),
        (f"{ROWS}, 12345678", "11/18", "rows", "Row 2 (Ben Moss)"),
        (ROWS, "soon", "prospect_received_on", "no date"),
        (ROWS, "11/30/2026", "prospect_received_on", "not come yet"),
    ],
)
def test_what_is_wrong_is_named(daily: Any, rows: str, day: str, field: str, said: str) -> None:
    dialog = opened(daily)
    dialog.rows.setPlainText(rows)
    dialog.received.setText(day)
    dialog.save()
    daily.settle()
    assert said in dialog.fields[field].error.text()
    assert daily.read(lambda ws: caseload.find(ws, "ada moss")) == []


def test_a_list_half_typed_comes_back(daily: Any) -> None:
    dialog = opened(daily)
    assert dialog.draft() == {}
    dialog.rows.setPlainText(ROWS)
    dialog.order.setCurrentIndex(1)
    kept = dialog.draft()
    again = opened(daily)
    again.restore_draft(kept)
    assert again.draft() == kept


def test_the_form_for_one_leads_to_the_list(daily: Any) -> None:
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda key, about: asked.append((key, about)))
    dialog = NewReferralDialog(daily.context, None)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    dialog.form.way.buttons[2].click()
    dialog.save()
    dialog.form.whole_list.click()
    assert asked == [("prospects", None)]
    assert closed(dialog)


def test_a_list_pasted_for_a_batch_goes_into_it(daily: Any) -> None:
    def begin(ws: Workspace) -> str:
        [plan, *_others] = agency.plans(ws)
        return batches.start(ws, plan=plan.key, service=Service.HTNS)[0]

    batch_id = daily.read(begin)
    dialog = ProspectsDialog(daily.context, batch_id)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert not dialog.plan.isVisible() and dialog.whose.isVisible()
    dialog.rows.setPlainText(ROWS)
    dialog.received.setText("11/18")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    sheet = daily.read(lambda ws: batches.sheet(ws, batch_id))
    assert sorted(row.name.split()[0] for row in sheet.rows) == ["Ada", "Ben"]
    assert daily.asked["notice"][-1][0] == "Put 2 members in"
