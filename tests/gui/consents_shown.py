"""Consents of a test's member, and their card and forms, shown for a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.services import (
    consents,
)
from ui.widgets.consents_card import ConsentsCard
from ui.widgets.kept_form import fill


def serve(member: str, **more: Any) -> ConsentDraft:
    draft = ConsentDraft(member, "to-serve", Decision.GIVEN, How.VERBAL, date(2026, 11, 2))
    return replace(draft, **more)


def release(member: str, **more: Any) -> ConsentDraft:
    draft = serve(
        member, kind="to-share", how=How.PAPER, discloser="Harbor Homes", recipient="Dr. Okafor",
        categories=("housing", "health"), purpose="housing",
    )  # fmt: skip
    return replace(draft, **more)


def said(daily: Any, draft: ConsentDraft) -> str:
    return str(daily.read(lambda ws: consents.record(ws, draft)[0]))


def shown(daily: Any, member: str) -> ConsentsCard:
    card = ConsentsCard(daily.context)
    daily.qtbot.addWidget(card)
    daily.context.tasks.changed.connect(partial(_again, card, member))
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    card.resize(320, 700)
    card.show_member(member)
    daily.settle()
    return card


def _again(card: ConsentsCard, member: str, _changes: object) -> None:
    card.show_member(member)


def put(dialog: Any, **values: str) -> None:
    for key, text in values.items():
        fill(dialog.fields[key].widget, text)


def undo(daily: Any) -> str:
    text, (label, back) = daily.asked["notice"][-1]
    assert label == "Undo"
    back()
    daily.settle()
    return str(text)


def all_of(daily: Any, member: str) -> list[Any]:
    return list(daily.read(lambda ws: consents.of_member(ws, member)))
