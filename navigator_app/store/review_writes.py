"""How items of the review queue and charts are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.review import WAITING, Answer

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def ask(tx: Tx, about: str, about_id: str, member_id: str, user_id: str) -> str:
    """Put something into the queue; its id."""
    key = uuid7()
    tx.insert(
        "review_item",
        {
            "id": key,
            "about": about,
            "about_id": about_id,
            "member_id": member_id or None,
            "asked_by": user_id,
            "asked_at": tx.now,
            "state": WAITING,
        },
    )
    return key


def again(tx: Tx, item_id: str, user_id: str) -> None:
    """Put what was returned into the queue again."""
    values = {"state": WAITING, "asked_by": user_id, "asked_at": tx.now}
    nobody = {"decided_by": None, "decided_at": None, "decision_note": ""}
    tx.update("review_item", item_id, {**values, **nobody})


def decide(tx: Tx, item_id: str, state: str, user_id: str, note: str) -> None:
    """Settle an item."""
    values = {"state": state, "decided_by": user_id, "decided_at": tx.now, "decision_note": note}
    tx.update("review_item", item_id, values)


def comment(tx: Tx, item_id: str, place: str, text: str, user_id: str) -> str:
    """Put a word beside a part of the text; its id."""
    key = uuid7()
    row = {"id": key, "item_id": item_id, "place": place, "text": text}
    tx.insert("review_comment", {**row, "user_id": user_id, "at": tx.now})
    return key


def chart(
    tx: Tx, sample: Mapping[str, object], member_id: str, navigator_id: str, weight: int
) -> None:
    """One chart of a sample."""
    row = {"id": uuid7(), "member_id": member_id, "navigator_id": navigator_id or None}
    tx.insert("chart_review", {**sample, **row, "weight": weight, "answers": "{}"})


def answers_text(answers: Mapping[str, Answer]) -> str:
    """The answers as they are kept."""
    told = {key: {"answer": one.answer, "note": one.note} for key, one in answers.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
