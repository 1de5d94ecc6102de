"""Two navigators' hand-over through the window: Ana writes down what she knows, gives the member
to Ben, and Ben, whom the store knows by his passphrase, finds the member by the pack."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import audit, caseload, people, users
from navigator_app.services.workspace import Workspace
from tests.journeys.at_the_desk import Desk, words_of
from tests.services import loops
from tests.sitting import seats
from ui.dialogs.hand_over_pack import HandOverPackDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

Sit = Callable[[str], Desk]
OWN, BENS = "juniper kettle orbit mosaic", "velvet anchor thistle"


@pytest.fixture
def sit_down(
    built_home: Path, passphrase: str, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> Iterator[Sit]:
    """`sit_down(name)`: whoever was at the window leaves; Ana, or who is named, unlocks it."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    with seats(home, clock, qtbot) as sit:
        yield lambda name: Desk(sit(BENS if name else passphrase), qtbot)


def furnish(ws: Workspace) -> str:
    """A member of Ana's, and Ben, who has a passphrase of his own."""
    member = loops.add_member(ws, loops.add_plan(ws), 1, navigator_id=ws.user.id).member
    users.add(ws, "Ben Ochoa", Role.NAVIGATOR, passphrase=BENS, own=OWN)
    return member


def what_she_knows(ana: Desk) -> None:
    """Ana writes down ways, a place, the care team, a danger and a promise, each in its form."""
    about = [ana.member, ""]
    ana.put(ana.form("contact_method", about), kind="phone", value="707 555 0100", safe="yes")
    ana.put(ana.form("contact_method", about), kind="person", value="Aunt Rosa")
    place = {"place": "River camp", "seen": "2026-11-18", "confidence": "likely"}
    ana.put(ana.form("place_seen", about), **place, when_there="mornings")
    care = {"role": "ecm-lead", "name": "Dana Ortiz", "phone": "7075550144"}
    ana.put(ana.form("care_person", about), **care)
    ana.put(ana.form("safety_flag", about), kind="animal", note="Two dogs")
    promise = {"what": "Bring bus passes", "to_whom": "the member", "due": "2026-11-19"}
    ana.put(ana.form("promise", about), **promise)
    ana.put(ana.form("locate", ana.member), **{"look-hmis": "nothing"})


def handed(desk: Desk) -> Any:
    """Who has the member, and the last hand-over."""
    found = desk.read(lambda ws: people.page(ws, desk.member))
    return found.navigator, next(iter(found.hand_overs), None)


def test_two_navigators_hand_over(sit_down: Sit) -> None:
    ana = sit_down("")
    ana.member = ana.read(furnish)
    what_she_knows(ana)
    shown = ana.at("people")
    assert "River camp" in shown
    assert "Nobody asked" not in shown  # said by the pill of Aunt Rosa, not in words beside it
    assert "There is an animal" in shown, "the danger stands above every part of the page"

    form = ana.form("hand_over", [ana.member])
    to = form.to.itemData(form.to.findText("Ben Ochoa"))
    ana.put(form, to=to, note="She likes to be texted first.")
    assert handed(ana)[0] == "Ben Ochoa"

    ben = sit_down("ben ochoa")
    ben.member = ana.member
    assert "was handed over to you" in ben.today()
    ben.inside.view("today").handed.read.click()
    ben.settle()
    pack = ben.dialog()
    assert isinstance(pack, HandOverPackDialog)
    said = words_of(pack)
    for known in (
        "There is an animal: call first, and wait until it is held. Two dogs",
        "She likes to be texted first.",
        "Phone call: (707) 555-0100",
        "Aunt Rosa",
        "River camp",
        "ECM lead care manager: Dana Ortiz",
        "Bring bus passes",
        "Looked through: HMIS, nothing",
    ):
        assert known in said, known
    order = [said.index(one) for one in ("How to reach", "Whom to call", "What is due")]
    assert order == sorted(order)
    assert pack.save_button.text() == "I have read it"
    ben.save(pack)
    navigator, last = handed(ben)
    assert (navigator, last.taker, last.read_at is not None) == ("Ben Ochoa", "Ben Ochoa", True)
    assert "was handed over to you" not in ben.today()

    ben.at("people")
    section = ben.inside.view("member").sections._parts.made["people"]
    kept = next(one for one in section.promises.asks if one.form == "do:keep")
    kept.click()
    ben.settle()
    [promise] = ben.read(lambda ws: people.page(ws, ben.member)).promises
    assert promise.kept is not None
    journal = ben.read(lambda ws: caseload.history(ws, ben.member))
    assert {"Ana Ruiz", "Ben Ochoa"} & {row.by for row in journal}
    assert ben.read(audit.verify).journal
