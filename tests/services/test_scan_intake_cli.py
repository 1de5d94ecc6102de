"""The command `scan`: what it attaches, what it refuses, and that nothing lies on the disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forms import paper_scans
from tests.services import paper_maker, pictures
from tests.services.cli_runs import Run
from tests.traces import files_below, traces


@pytest.fixture
def member(bayview: Run) -> dict[str, Any]:
    return bayview("members", "--json").json[0]


@pytest.fixture
def printed(bayview: Run, member: dict[str, Any], home: Path, open_workspace: Any) -> Any:
    ws = open_workspace(home)
    facts = {"member.name": f"{member['first_name']} {member['last_name']}"}
    made = paper_maker.paper(ws, member["id"], "release", facts=facts)
    ws.close()
    return made


def test_a_scan_attaches_itself(
    bayview: Run, member: dict[str, Any], printed: Any, tmp_path: Path, home: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(paper_scans.as_pdf([one.rotate(180) for one in printed.scanned()]))
    before = {path for path in files_below([tmp_path]) if home not in path.parents}
    told = bayview("scan", scan, "--json").json
    assert (told["file"], told["pages"]) == ("scan.pdf", 3)
    assert [one["page"] for one in told["found"]] == [1, 2, 3]
    assert {one["verdict"] for one in told["found"]} == {"attached"}
    assert {one["member_id"] for one in told["found"]} == {member["id"]}
    assert {one["code"] for one in told["found"]} == {printed.code}
    assert {one["kind"] for one in told["found"]} == {"release"}
    assert len({one["attachment_id"] for one in told["found"]}) == 1
    listed = bayview("attachments", member["id"], "--json").json
    assert [one["id"] for one in listed] == [told["found"][0]["attachment_id"]]
    again = bayview("scan", scan, "--json")
    assert again.status == 1
    assert {one["verdict"] for one in json.loads(again.out)["found"]} == {"already-home"}
    assert "came home on Nov 20, 2026" in again.err
    after = {path for path in files_below([tmp_path]) if home not in path.parents}
    assert after == before, "nothing was written beside the store"
    needles = {member["last_name"], member["cin"]} if len(member["last_name"]) > 3 else set()
    assert traces([home], needles) == []


def test_what_says_no_name_goes_to_the_member_who_is_named(
    bayview: Run, member: dict[str, Any], tmp_path: Path
) -> None:
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(paper_scans.as_pdf(paper_scans.rasters(paper_maker.blank().pdf)))
    asked = bayview("scan", blank, "--json")
    assert asked.status == 1
    assert {one["verdict"] for one in json.loads(asked.out)["found"]} == {"blank"}
    told = bayview("scan", blank, "--member", member["cin"], "--json").json
    assert {one["verdict"] for one in told["found"]} == {"attached"}
    shown = bayview("scan", blank)
    assert shown.status == 1
    assert "blank" in shown.out


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"MZ" + b"\0" * 400, "program"),
        (pictures.heic(), "HEIC"),
        (pictures.png()[:60], "ends too early"),
    ],
)
def test_a_file_that_is_no_scan_is_refused(
    bayview: Run, data: bytes, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(data)
    assert says in bayview("scan", file).refused()
    assert "cannot be opened" in bayview("scan", tmp_path / "none.pdf").refused()
