"""The card of limits and its forms as a hand, a screen reader and large text meet them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.domain.ending import EndReason
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.test_guards_card import add_custody, add_housing, page
from ui import theme
from ui.dialogs.decline_full import DeclineFullDialog
from ui.dialogs.end_service import EndServiceDialog
from ui.dialogs.found_again import FoundAgainDialog
from ui.dialogs.member_facts import MemberFactsDialog
from ui.dialogs.override_guard import OverrideGuardDialog
from ui.views.member import MemberView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def told(ws: Workspace, member: str) -> None:
    add_custody(member, 40, ws)
    add_housing(member, ws)


def opened(daily: Any, scale: int) -> Iterator[QWidget]:
    """The card on its page, then every form, each with something wrong in it."""
    found = daily.read(page)
    member, referral = found.member.id, found.referrals[0].id
    daily.read(partial(told, member=member))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    view = MemberView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1180, 800)
    view.show()
    view.show_member(member)
    daily.settle()
    view.guards.more.click()
    daily.settle()
    yield view
    forms: list[tuple[Any, object]] = [
        (EndServiceDialog, referral),
        (OverrideGuardDialog, [referral, "incarceration"]),
        (DeclineFullDialog, referral),
        (FoundAgainDialog, "nothing"),
        *((MemberFactsDialog, [member, kind]) for kind in ("program", "use", "housing")),
    ]
    for make, about in forms:
        dialog = make(daily.context, about)
        daily.qtbot.addWidget(dialog)
        dialog.open()
        daily.settle()
        if isinstance(dialog, EndServiceDialog):
            place = dialog.reason.findData(EndReason.UNRESPONSIVE.slug)
            dialog.reason.setCurrentIndex(place)
            daily.settle()
        if isinstance(dialog, (EndServiceDialog, OverrideGuardDialog)):
            dialog.save()  # refused: nothing was said
        daily.settle()
        yield dialog


def test_everything_has_a_name_room_and_whole_words(daily: Any, scale: int) -> None:
    seen = 0
    for widget in opened(daily, scale):
        seen += 1
        what = type(widget).__name__
        assert not nameless(widget), what
        assert not too_small(widget), what
        assert not cut(widget), what
    assert seen == 8
