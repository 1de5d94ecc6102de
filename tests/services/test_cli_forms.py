"""Printed forms on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.domain import record_codes
from navigator_app.forms import codes
from navigator_app.forms.catalogue import LANGUAGES
from tests.forms.pdf_reader import Read, squeezed
from tests.services.cli_runs import Run, open_referral


def test_the_list_needs_no_store(run: Run) -> None:
    found = {one["kind"]: one for one in run("forms", "--json").json}
    assert {"consent", "release"} <= set(found)
    for one in (each for each in found.values() if each["audience"] == "member"):
        assert {each["language"]: each["missing"] for each in one["languages"]} == dict.fromkeys(
            LANGUAGES, 0
        )
    assert "Consent to get Community Supports" in run("forms").out


def test_a_blank_has_the_agency_and_lines_for_the_rest(
    run: Run, home: Path, tmp_path: Path
) -> None:
    told = run("form", "consent", "--out", str(tmp_path / "blank.pdf"), "--json").json
    assert {"member.name", "member.cin", "member.date_of_birth"} <= set(told["blanks"])
    assert "agency.name" not in told["blanks"]
    read = Read((tmp_path / "blank.pdf").read_bytes())
    assert read.pages == told["pages"]
    assert read.codes(0) == [f"{told['stamp']}:1/{read.pages}"]
    stamp = codes.read(told["stamp"])
    assert stamp is not None
    assert (stamp.kind, stamp.language, stamp.record.upper()) == ("consent", "en", told["code"])
    assert told["member_id"] is None and told["disclosure"] is None


def test_a_member_s_form_knows_the_member(bayview: Run, home: Path, tmp_path: Path) -> None:
    run = bayview
    member = run("members", "--json").json[0]
    out = tmp_path / "release.pdf"
    before = {path for path in tmp_path.rglob("*") if home not in path.parents}
    ran = run(
        "form", "release", "--member", member["cin"], "--language", "zh-Hant", "--large-print",
        "--out", str(out), "--json",
    )  # fmt: skip
    assert ran.json["language"] == "zh_Hant"
    assert "outside the vault" in ran.err
    read = Read(out.read_bytes())
    page = squeezed(read.text(0))
    assert squeezed(f"{member['first_name']} {member['last_name']}") in page
    assert member["cin"] in page
    assert min(read.sizes()) >= 20
    after = {path for path in tmp_path.rglob("*") if home not in path.parents}
    assert after - before <= {out}, "nothing but the file that was asked for"


def test_a_form_to_the_plan_is_accounted_for(bayview: Run, home: Path, tmp_path: Path) -> None:
    referral = open_referral(bayview)
    told = bayview(
        "form", "authorization_request", "--referral", referral["id"],
        "--out", tmp_path / "request.pdf", "--json",
    ).json  # fmt: skip
    assert told["member_id"] == referral["member_id"]
    assert told["disclosure"]["recipient"] == "Bayview"
    assert "II.B.1" in told["disclosure"]["ground"]
    [left] = bayview("disclosures", referral["member_id"], "--json").json
    assert left["what"] == "authorization-request"
    out = tmp_path / "left.pdf"
    bayview("form", "disclosures", "--member", referral["member_id"], "--out", out)
    assert squeezed("Bayview") in Read(out.read_bytes()).whole


def test_what_is_typed_stands_on_it(run: Run, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "typed.pdf"
    told = run(
        "form", "consent", "--fill", "member.name=Quilla Zworykin", "member.phone=",
        "--fill", "member.language=Mam", "--paper", "a4", "--out", out, "--json",
    )  # fmt: skip
    assert "member.name" not in told.json["blanks"]
    assert squeezed("Quilla Zworykin") in Read(out.read_bytes()).whole
    assert run("form", "consent", "--fill", "member.name", "--out", out).status == 2
    assert "Choose among" in run("form", "consent", "--fill", "x.y=1", "--out", out).refused()


def test_sheets_are_out_until_they_come_home(run: Run, home: Path, tmp_path: Path) -> None:
    assert run("forms", "out", "--json").json == []
    for number in (1, 2):
        told = run("form", "day_sheet", "--out", tmp_path / f"{number}.pdf", "--json").json
        assert told["number"] == number
    first, second = run("forms", "out", "--json").json
    assert (first["number"], first["kind"], first["voided"]) == (1, "day_sheet", None)
    assert record_codes.shown(second["code"]) in run("forms", "out").out
    back = run("form-return", record_codes.shown(first["code"]), "--how", "destroyed", "--json")
    assert back.json["returned_how"] == "destroyed"
    assert run("form-void", second["code"].lower(), "--why", "Coffee", "--json").json["voided_why"]
    assert "spoiled" in run("form-void", second["code"], "--why", "Again").refused()
    assert "No form was printed" in run("form-void", "nonsense", "--why", "x").refused()
    assert run("forms", "out", "--json").json == []


def test_the_signer_gets_a_copy(bayview: Run, home: Path, tmp_path: Path) -> None:
    member = bayview("members", "--json").json[0]["id"]
    words = ("form", "release", "--member", member, "--language", "en")
    first = bayview(*words, "--out", tmp_path / "one.pdf", "--json").json
    out = tmp_path / "two.pdf"
    copy = bayview(*words, "--copy-of", first["code"], "--out", out, "--json").json
    assert copy["code"] != first["code"]
    assert record_codes.shown(first["code"]) in Read(out.read_bytes()).text(0)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("poem", "--out", "x.pdf"), "no form called poem"),
        (("consent", "--language", "tlh", "--out", "x.pdf"), "not printed in the language tlh"),
        (("consent", "--member", "99999999Z", "--out", "x.pdf"), "member"),
        (("consent", "--out", "."), "name of a file"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    run: Run, home: Path, options: tuple[str, ...], says: str
) -> None:
    assert says in run("form", *options).refused().lower()
