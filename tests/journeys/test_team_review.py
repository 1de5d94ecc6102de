"""The review queue in the window, each by their own hand: a plan is sent, returned with a word
beside its text, mended and approved; so are an ending, a limit passed and a batch. Charts drawn,
read, and what was found followed up."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from navigator_app.domain import review
from navigator_app.domain.ending import EndReason
from navigator_app.domain.records import UserRow
from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.domain.vocabulary import Role, Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    batches,
    discontinue,
    guards,
    review_queue_moves,
    team_review_rules,
    users,
)
from navigator_app.services import workspace as workspaces
from navigator_app.services.discontinue import Ending
from tests.journeys.team_desk import OWN, Opener, TeamDesk, rows, words_of
from tests.services import plan_maker
from ui.places import PlanAt

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

INTENTIONS = "SELECT intention FROM journal_transaction"


@pytest.fixture(scope="session")
def review_home(
    team_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    clock: Clock,
) -> Path:
    """What Ben did: an ending, a limit passed, a batch asked about, a support plan filled in."""
    home = tmp_path_factory.mktemp("review") / "home"
    shutil.copytree(team_home, home)
    ws = workspaces.unlock(home, OWN["Ana Ruiz"], clock=clock)
    ben = next(one for one in users.people(ws) if one.name == "Ben Ochoa")
    his = replace(ws, user=UserRow(ben.id, ben.name, Role.NAVIGATOR))
    sql = "SELECT r.id, r.member_id FROM referral r JOIN member m ON m.id = member_id ORDER BY cin"
    made = ws.store.query(sql)
    discontinue.end(
        his, Ending(made[0][0], EndReason.MEMBER_WISH, date(2026, 11, 19), note="Said so.")
    )
    with his.transaction("override_guard") as tx:
        guards.write_override(tx, his, made[1][0], "reservation", "The plan said yes by telephone.")
    batch, _changes = batches.start(his, plan="bayview", service=Service.HTNS)
    review_queue_moves.ask(his, review.BATCH, batch, "The first one.")
    plan_maker.filled(his, made[2][1])
    ws.close()
    return home


@pytest.fixture
def desk(open_desk: Opener, review_home: Path) -> TeamDesk:
    """The window over that store."""
    return open_desk(review_home)


def queue(desk: TeamDesk, what: str, *, state: str = "") -> Any:
    """The tab, standing on what is named."""
    tab = desk.team("review")
    if state:
        desk.choose(tab.state, state)
    desk.click(tab.table, desk.row(tab.table, what))
    return tab


def say(desk: TeamDesk, tab: Any, part: Any, words: str) -> None:
    """A comment beside a part of the text."""
    desk.press(part.button)
    desk.write(desk.dialog().fields["comment"].widget, words)
    desk.saves()
    assert words in words_of(tab)


def mended(desk: TeamDesk, what: str, word: str) -> None:
    """Ben finds it on Today, deals with the comment and asks again."""
    desk.sit("Ben Ochoa")
    assert "One question, else it is good." in desk.today()
    tab = queue(desk, what, state=review.RETURNED)
    assert word in words_of(tab)
    assert not tab.approve.isVisible() and not tab.give_back.isVisible()
    [part] = [one for one in tab.parts if word in words_of(one)]
    [comment] = [one for one in part.comments if word in words_of(one)]
    desk.press(comment.button)
    [part] = [one for one in tab.parts if word in words_of(one)]
    assert "dealt with" in words_of(part)
    desk.press(tab.again)
    assert not [row for row in rows(tab.table) if row[0] == what]


@pytest.mark.parametrize(
    ("what", "beside"),
    [
        ("Service ended", "Said so."),
        ("Limit passed with a reason", "by telephone"),
        ("Batch", "HTNS"),
    ],
)
def test_returned_with_a_word_beside_the_text_mended_and_approved(
    desk: TeamDesk, what: str, beside: str
) -> None:
    word = "Who told you?"
    desk.sit("Carla Nguyen")
    tab = queue(desk, what)
    if what != "Batch":  # that one came with a word, which says what is open
        desk.press(tab.give_back)
        assert "what is to be changed" in tab.problem.text()
    part = next(one for one in tab.parts if beside in words_of(one))
    say(desk, tab, part, word)
    desk.write(tab.note, "One question, else it is good.")
    desk.press(tab.give_back)
    assert not [row for row in rows(tab.table) if row[0] == what]
    mended(desk, what, word)

    desk.sit("Carla Nguyen")
    tab = queue(desk, what)
    desk.press(tab.approve)
    tab = queue(desk, what, state=review.APPROVED)
    assert "Carla Nguyen" in tab.decision.text()
    told = {row[0] for row in desk.read(lambda ws: ws.store.query(INTENTIONS))}
    assert {"review_comment", "review_return", "review_approve"} <= told


def test_nobody_decides_about_their_own_or_without_the_right(desk: TeamDesk) -> None:
    desk.sit("Ben Ochoa")
    tab = desk.team("review")
    assert len(rows(tab.table)) == 3
    assert not tab.approve.isVisible() and not tab.give_back.isVisible()
    desk.sit("Dana Park")
    tab = desk.team("review")
    assert rows(tab.table) == [] and tab.empty.isVisible()
    assert not tab.item_card.isVisible(), "not hers to see"


def test_a_plan_is_returned_revised_and_approved(desk: TeamDesk) -> None:
    desk.sit("Ben Ochoa")
    desk.member = desk.read(lambda ws: ws.store.query("SELECT member_id FROM support_plan"))[0][0]
    desk.inside.open_plan(PlanAt(desk.member))
    desk.settle()
    desk.press(desk.part("finish").moves.buttons[Move.SUBMIT])
    assert desk.newest().state is PlanState.IN_REVIEW

    desk.sit("Carla Nguyen")
    tab = queue(desk, "Housing support plan")
    part = next(one for one in tab.parts if "income" in words_of(one).lower())
    say(desk, tab, part, "From which month?")
    desk.press(tab.give_back)
    assert desk.newest().state is PlanState.RETURNED

    desk.sit("Ben Ochoa")
    assert "Housing support plan" in desk.today()
    desk.inside.open_plan(PlanAt(desk.member))
    desk.settle()
    field = desk.part("household").inputs["income"]
    desk.write(field.widget, "SSI from November")
    desk.press(desk.part("finish").moves.buttons[Move.SUBMIT])
    assert desk.newest().state is PlanState.IN_REVIEW

    desk.sit("Carla Nguyen")
    tab = queue(desk, "Housing support plan")
    assert "SSI from November" in words_of(tab)
    desk.write(tab.note, "Good work.")
    desk.press(tab.approve)
    assert desk.newest().state is PlanState.APPROVED


def test_charts_are_drawn_read_and_what_was_found_is_followed(desk: TeamDesk) -> None:
    desk.sit("Carla Nguyen")
    tab = desk.team("charts")
    desk.write(tab.count, "many")
    desk.press(tab.draw)
    assert tab.count_field.error.text()
    desk.write(tab.count, "2")
    desk.press(tab.draw)
    desk.choose(tab.how, review.BY_RISK)
    desk.write(tab.count, "7")
    desk.press(tab.draw)
    assert [row[1] for row in rows(tab.samples)] == ["By risk", "At random"]
    assert len(rows(tab.charts)) == 7
    desk.press(tab.again)
    assert "same charts" in tab.said.text()

    place = next(n for n, row in enumerate(rows(tab.charts)) if "Ben Ochoa" in row[1])
    desk.click(tab.charts, place)
    desk.press(tab.add_finding)
    form = desk.dialog()
    assert "what was found" in desk.refuses()
    desk.write(form.fields["text"].widget, "A visit without a place.")
    desk.write(form.fields["due"].widget, "11/24/2026")
    desk.saves()
    assert rows(tab.findings)[0][1] == "A visit without a place."
    desk.press(tab.read)
    form = desk.dialog()
    for one in team_review_rules.shipped_questions():
        desk.choose(form.fields[one.id].widget, review.YES)
    desk.saves()
    tab = desk.team("charts")
    assert [row[3] for row in rows(tab.charts)].count("Read") == 1
    assert len(rows(tab.results)) == len(team_review_rules.shipped_questions())

    desk.sit("Ben Ochoa")
    assert "A visit without a place." in desk.today()
    tab = desk.team("charts")
    assert not tab.draw_card.isVisible() and not tab.charts_card.isVisible()
    desk.press(tab.settle)
    assert "how it was settled" in desk.refuses()
    desk.write(desk.dialog().fields["how"].widget, "Written in.")
    desk.saves()
    assert rows(tab.findings) == []
    assert "A visit without a place." not in desk.today()
