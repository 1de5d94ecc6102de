"""What goes back to a plan with its cells is asked of the gate and accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.errors import TransferFailed
from navigator_app.services import agency, gate, rejected_rows
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace
from tests.services import loops

BAD = Path(__file__).parents[1] / "data" / "samples" / "bad_rows.csv"


@pytest.fixture
def known(workspace: Workspace) -> str:
    """A member who is here already, and of whom the file has a row without a last name."""
    plan = agency.add_plan(workspace, "bayview", name="Bayview", layout="bayview")
    return loops.add_member(workspace, plan.id, 1, cin="90400008B").member


@pytest.fixture
def import_id(workspace: Workspace, known: str) -> str:
    layouts = imports.layouts_for(workspace, "bayview")
    return imports.stage(workspace, imports.read(BAD, layouts), "bayview").id


def test_cells_are_accounted_for_once_for_each_member_on_record(
    workspace: Workspace, known: str, import_id: str, tmp_path: Path
) -> None:
    out = rejected_rows.save(workspace, import_id, tmp_path / "back.csv", cells=True)
    text = out.read_text("utf-8-sig")
    assert "90400008B" in text
    assert "Harpreet" in text, "of somebody who is not on record here"
    [told] = gate.disclosures(workspace, known)
    assert (told.what, told.recipient, told.purpose) == ("rejected-rows", "Bayview", gate.TPO)
    assert told.detail == "7 rejected rows"
    assert workspace.store.one("SELECT count(*) FROM disclosure") == (1,)


def test_without_cells_nothing_of_a_member_leaves(
    workspace: Workspace, known: str, import_id: str, tmp_path: Path
) -> None:
    out = rejected_rows.save(workspace, import_id, tmp_path / "back.csv", cells=False)
    assert "9040" not in out.read_text("utf-8-sig")
    assert gate.disclosures(workspace, known) == []
    assert "9040" not in rejected_rows.text(rejected_rows.collect(workspace, import_id))


def test_what_could_not_be_written_is_not_accounted_for(
    workspace: Workspace, known: str, import_id: str, tmp_path: Path
) -> None:
    with pytest.raises(TransferFailed):
        rejected_rows.save(workspace, import_id, tmp_path / "nowhere" / "back.csv", cells=True)
    assert gate.disclosures(workspace, known) == []
