"""What a transaction wrote and what was written since follow the journal's order, not the ids."""

from __future__ import annotations

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.services.workspace import Workspace
from navigator_app.store import engine, take_back
from tests.store.samples import member_row, plan

AT = 1_795_200_000_000
"""One millisecond, in which every transaction here is made."""


@pytest.fixture
def wrong_order(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of one millisecond for the next transactions, each below the one before it."""
    ids = sorted((uuid7(AT) for _ in range(3)), reverse=True)
    given = iter(ids)
    monkeypatch.setattr(engine, "uuid7", lambda: next(given))
    return ids


def add(ws: Workspace, numbers: range) -> None:
    with ws.transaction("fill") as tx:
        for number in numbers:
            tx.insert("member", member_row(number, tx.now))


def name(ws: Workspace, first: str) -> None:
    with ws.transaction("update_contact") as tx:
        tx.update("member", "member-1", {"preferred_name": first})


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    with workspace.transaction("fill") as tx:
        plan(tx)
    add(workspace, range(1, 3))
    return workspace


def test_a_later_write_with_a_lower_id_is_later(kept: Workspace, wrong_order: list[str]) -> None:
    name(kept, "Ann")
    first, second, _third = wrong_order
    (entry,) = take_back.entries(kept.store, first)
    assert not take_back.written_since(kept.store, entry, first)
    name(kept, "Bea")
    assert second < first
    assert take_back.written_since(kept.store, entry, first)
    (later,) = take_back.entries(kept.store, second)
    assert not take_back.written_since(kept.store, later, second), "nor is the earlier one later"


def test_what_lies_far_behind_a_lower_id_is_still_found(
    kept: Workspace, wrong_order: list[str]
) -> None:
    name(kept, "Ann")
    add(kept, range(10, 460))  # more than is read of the journal at once
    name(kept, "Bea")
    first, second, third = wrong_order
    (entry,) = take_back.entries(kept.store, first)
    assert entry.fields["preferred_name"] == ("", "Ann")
    assert len(take_back.entries(kept.store, second)) == 450
    assert [one.record for one in take_back.entries(kept.store, third)] == ["member-1"]
    assert take_back.entries(kept.store, uuid7(AT)) == [], "and what is not there is not found"
