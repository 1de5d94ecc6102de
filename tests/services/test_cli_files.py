"""The command line: plans, files in, the status file out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.cli_runs import FIRST, ROOT, SAMPLES, SECOND, Run, open_referral


def test_plans(run: Run) -> None:
    added = run(
        *("plan", "add", "sierra", "--name", "Sierra", "--layout", "sierra", "--json"),
        *("--policy", "partnership-mcap7003"),
    ).json
    expected = {
        "key": "sierra",
        "name": "Sierra",
        "layout": "sierra",
        "policy": "partnership-mcap7003",
    }
    assert added == [expected]
    run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    listed = run("plan", "list", "--json").json
    assert [plan["key"] for plan in listed] == ["bayview", "sierra"]
    assert listed[0]["policy"] == "toolkit-2025"
    assert "sierra" in run("plan", "list").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--layout", "nothing"), "nothing"),
        (("--layout", "sierra", "--policy", "nothing"), "nothing"),
    ],
)
def test_a_plan_that_cannot_be(run: Run, words: tuple[str, ...], says: str) -> None:
    assert says in run("plan", "add", "sierra", "--name", "Sierra", *words).refused()


def test_import_first_dry_then_for_good_then_twice(run: Run) -> None:
    run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    words = ("import-asf", SAMPLES / FIRST, "--plan", "bayview", "--json")
    dry = run(*words, "--dry-run").json
    assert (dry["rows"], dry["new"], dry["rejected"], dry["committed"]) == (60, 60, [], False)
    assert len(dry["sha256"]) == 64
    assert run("referrals", "--json").json == []
    assert run(*words).json == dry | {"committed": True}
    again = run(*words).json
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 60)
    later = run("import-asf", SAMPLES / SECOND, "--plan", "bayview", "--json").json
    figures = (later["new"], later["changed"], later["unchanged"], later["disappeared"])
    assert figures == (5, 6, 51, 3)


def test_bad_rows_are_named_dry_or_not(run: Run) -> None:
    run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    words = ("import-asf", ROOT / "tests/data/samples/bad_rows.csv", "--plan", "bayview")
    dry = run(*words, "--json", "--dry-run").json
    done = run(*words, "--json").json
    assert [row["row"] for row in done["rejected"]] == [3, 4, 5, 8, 9, 10, 12]
    assert dry["rejected"] == done["rejected"]
    assert all(set(row) == {"row", "column", "reason"} for row in done["rejected"])
    assert "same row as row 11" in run(*words, "--dry-run").out


@pytest.mark.parametrize("name", ["bad_empty.csv", "bad_not_a_roster.csv", "nowhere.csv"])
def test_a_file_that_is_none(run: Run, name: str) -> None:
    run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    run("import-asf", ROOT / "tests/data/samples" / name, "--plan", "bayview").refused()
    assert "nowhere" in run("import-asf", SAMPLES / FIRST, "--plan", "nowhere").refused()


def test_export(bayview: Run, tmp_path: Path) -> None:
    referral = open_referral(bayview)
    bayview("status", referral["id"], "accepted", "--on", "2026-11-20")
    words = ("export-rtf", "--plan", "bayview", "--period", "2026-11", "--json")
    out = tmp_path / "new" / "folder"
    dry = bayview(*words, "--dry-run", "--out", out).json
    assert not out.exists()
    done = bayview(*words, "--out", out).json
    assert done == dry
    assert set(done) == {"file", "rows", "referrals", "not_ready"}
    assert (done["rows"], done["referrals"]) == (1, 1)
    assert done["file"] == str(out / "CSRTF_1234567893_202611.csv")
    bytes_before = Path(done["file"]).read_bytes()
    assert referral["cin"].encode() in bytes_before
    assert referral["id"] not in {one["referral_id"] for one in done["not_ready"]}
    assert all(set(one) == {"referral_id", "reason"} for one in done["not_ready"])
    assert bayview(*words, "--out", out, "--mark-sent").status == 0
    bayview("status", referral["id"], "outreach-initiated", "--on", "2026-11-20")
    again = bayview(*words, "--out", out).json
    assert again["rows"] == 1
    assert Path(done["file"]).read_bytes() == bytes_before
    late = bayview("export-rtf", "--plan", "bayview", "--period", "2026-12", "--dry-run", "--json")
    assert late.json["rows"] == 1
    assert "Nothing was written." in bayview(*words[:5], "--dry-run").out


def test_a_file_of_headings_alone_does_not_empty_the_caseload(bayview: Run, tmp_path: Path) -> None:
    headings = (SAMPLES / FIRST).read_bytes().partition(b"\r\n")[0]
    (alone := tmp_path / "alone.csv").write_bytes(headings + b"\r\n")
    words = ("import-asf", alone, "--plan", "bayview")
    assert "60 referrals would be gone" in bayview(*words).refused()
    looked = bayview(*words, "--dry-run", "--json")
    assert looked.json["disappeared"] == 60
    assert "no rows" in looked.err, "what should be known stands beside the document"
    for row in bayview("members", "--limit", "3", "--json").json:
        assert bayview("member", row["id"], "--json").json["disappeared_on"] is None
