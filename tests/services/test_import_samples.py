"""The sample files of three plans come in as `expected.json` says, row for row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from navigator_app.domain.records import ImportReview
from navigator_app.exchange.layouts import shipped
from navigator_app.services import agency, import_authorizations
from navigator_app.services.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
FIRST, SECOND = "bayview_csasf_2026-11-15.csv", "bayview_csasf_2026-11-29.csv"


def stage(ws: Workspace, name: str, plan: str) -> ImportReview:
    """Read and stage a sample."""
    if plan not in [one.key for one in agency.plans(ws)]:
        agency.add_plan(ws, plan, name=plan.title(), layout=plan)
    layouts = import_authorizations.layouts_for(ws, plan)
    return import_authorizations.stage(
        ws, import_authorizations.read(SAMPLES / name, layouts), plan
    )


def take(ws: Workspace, name: str, plan: str) -> ImportReview:
    """Read, stage and commit a sample."""
    return import_authorizations.commit(ws, stage(ws, name, plan).id)[0]


@pytest.mark.parametrize(
    ("name", "plan"),
    [(FIRST, "bayview"), ("sierra_ASF_202611.txt", "sierra"),
     ("coastal_CS-ASF_Nov2026.xlsx", "coastal")],
)  # fmt: skip
def test_first_file_of_each_plan(workspace: Workspace, name: str, plan: str) -> None:
    review = take(workspace, name, plan)
    assert review.layout == plan in shipped()
    assert (review.rows, review.new) == (EXPECTED[name]["rows"], EXPECTED[name]["new"])
    assert (review.changed, review.unchanged, review.disappeared, review.rejected) == (0, 0, 0, 0)
    store = workspace.store
    assert store.one("SELECT count(*) FROM referral") == (review.new,)
    assert store.one("SELECT count(*) FROM member_fts") == (review.new,)
    assert (
        store.query("SELECT id FROM member WHERE navigator_id IS NOT ?", (workspace.user.id,)) == []
    )


def test_second_file_says_what_moved(workspace: Workspace) -> None:
    expected = EXPECTED[f"{SECOND} after 2026-11-15"]
    take(workspace, FIRST, "bayview")
    review = stage(workspace, SECOND, "bayview")
    counts = {name: getattr(review, name) for name in expected if not name.endswith("cins")}
    assert counts == {k: v for k, v in expected.items() if not k.endswith("cins")}

    def rows(verdict: str) -> list[str]:
        return [
            row.cin for row in import_authorizations.rows(workspace, review.id, verdict, limit=99)
        ]

    assert rows("changed") == expected["changed_cins"]
    assert rows("disappeared") == expected["disappeared_cins"]
    changed = import_authorizations.rows(workspace, review.id, "changed")
    assert [(c.field, c.old, c.new) for c in changed[0].changes] == [
        ("phone", "5304544839", "9165550100")
    ]
    assert [c.field for c in changed[1].changes] == [
        "authorization_status", "effective_on", "ends_on", "decided_on",
    ]  # fmt: skip
    committed, changes = import_authorizations.commit(workspace, review.id)
    assert committed.state == "committed"
    assert len(changes.referrals) == 5 + 6 + 3
    gone = workspace.store.query("SELECT cin FROM member WHERE disappeared_on IS NOT NULL")
    assert [cin for (cin,) in gone] == expected["disappeared_cins"]
    again = stage(workspace, SECOND, "bayview")
    assert again.seen_before == workspace.clock.today()
    assert (again.unchanged, again.new + again.changed + again.disappeared) == (62, 0)


def test_bad_rows_stay_in_quarantine_with_their_reason(workspace: Workspace) -> None:
    review = take(workspace, "bad_rows.csv", "bayview")
    expected = EXPECTED["bad_rows.csv"]
    rejected = import_authorizations.rows(workspace, review.id, "rejected")
    assert [str(row.row) for row in rejected] == list(expected["rejected"])
    assert review.rows == expected["rows"] == review.new + review.rejected
    assert all(row.column and row.reason and row.raw for row in rejected)
    assert rejected[0].name == "Harpreet Gill"
    assert rejected[0].cin == "12345"
    names = workspace.store.query("SELECT first_name FROM member WHERE cin = '90400004X'")
    assert names == [('=HYPERLINK("http://example.org","x")',)]


def test_a_cut_file_offers_the_rest(workspace: Workspace) -> None:
    review = stage(workspace, "bad_truncated.csv", "bayview")
    (last,) = import_authorizations.rows(workspace, review.id, "rejected")
    assert last.row == review.rows + 1
    assert review.new == review.rows - 1
