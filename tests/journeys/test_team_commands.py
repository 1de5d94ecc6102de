"""The same people on the command line, each with an own passphrase: what a role may do is done,
what it may not is refused with the reason and exit status 1."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from navigator_app.cli import main
from tests.journeys.team_desk import DANGER, NOTE, OWN
from tests.services.cli_runs import Ran, on_the_day

REPORTS = ("capacity", "exceptions", "pending", "closures", "outcomes", "forecast")


@dataclass
class By:
    """`by(name, *words)`: a command by somebody, with their own passphrase."""

    home: Path
    own: Path
    told: Callable[[], tuple[str, str]]

    def __call__(self, name: str, *words: object) -> Ran:
        known = ("--home", str(self.home), "--passphrase-file", str(self.secret(name, OWN[name])))
        return Ran(main([*known, *map(str, words)]), *self.told())

    def secret(self, name: str, words: str) -> Path:
        """A file with a passphrase."""
        file = self.own / name
        file.write_text(words + "\n", "utf-8")
        return file


@pytest.fixture
def at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], By]:
    """`at(home)`: commands over a copy of that store, on 20 November 2026."""
    on_the_day(monkeypatch)
    (tmp_path / "own").mkdir()

    def on(home: Path) -> By:
        copy = tmp_path / "home"
        shutil.copytree(home, copy)
        return By(copy, tmp_path / "own", capsys.readouterr)

    return on


@pytest.fixture
def by(at: Callable[[Path], By], team_home: Path) -> By:
    """Over the small team's store."""
    return at(team_home)


@pytest.fixture
def in_the_year(at: Callable[[Path], By], year_home: Path) -> By:
    """Over a small agency's year."""
    return at(year_home)


def cin(number: int) -> str:
    """The CIN of a member of the small team's store."""
    return f"9{number:07d}A"


def test_reports_for_who_sees_the_team(in_the_year: By) -> None:
    for kind in REPORTS:
        found = in_the_year("Carla Nguyen", "report", kind, "--json").json
        assert found, kind
        told = in_the_year("Carla Nguyen", "report", kind, "--csv")
        table = list(csv.reader(io.StringIO(told.out)))
        assert len(table) == len(found) + 1
        assert "member" not in table[0], "what is taken along names nobody"
        assert not [cell for row in table for cell in row if cell[:1] in tuple("=+-@")]
    month = in_the_year("Carla Nguyen", "report", "closures", "--month", "2026-10", "--json").json
    assert max(one["month"] for one in month) == "2026-10"
    late = in_the_year("Carla Nguyen", "report", "capacity", "--month", "2026-09")
    assert "as of today" in late.refused()
    pending = in_the_year("Carla Nguyen", "report", "pending", "--json").json
    figures = in_the_year("Carla Nguyen", "report", "exceptions", "--json").json
    counts = {one["id"]: one["members"] for one in figures}
    for age in ("30", "60", "90"):
        behind = [one["member_id"] for one in pending if one["age"] == age]
        assert len(behind) == len(set(behind)) == counts[f"pending-{age}"]


def test_reports_by_role(in_the_year: By) -> None:
    for name in ("Ben Ochoa", "Dana Park"):
        assert in_the_year(name, "report", "capacity", "--json").json, "the board names nobody"
        own = in_the_year(name, "report", "exceptions", "--json").json
        assert {one["members"] for one in own} == {0}, "their own caseload, which is empty"
        for kind in ("closures", "outcomes"):
            assert "Ask " in in_the_year(name, "report", kind, "--json").refused(), (name, kind)


def test_people_are_let_in_listed_and_let_go(by: By) -> None:
    eli = by.secret("Eli Santos", "granite window saffron")
    words = ("user", "add", "Eli Santos", "--role", "clerk", "--new-passphrase-file", eli)
    for name in ("Ben Ochoa", "Carla Nguyen", "Dana Park"):
        assert "Ask Ana Ruiz." in by(name, *words).refused()
        assert "Ask Ana Ruiz." in by(name, "user", "revoke", "Fay Lund").refused()
    assert by("Ana Ruiz", *words, "--json").json["role"] == "clerk"
    OWN["Eli Santos"] = "granite window saffron"
    try:
        listed = by("Eli Santos", "user", "list", "--json").json
    finally:
        del OWN["Eli Santos"]
    assert {one["name"]: one["passphrase"] for one in listed}["Eli Santos"] is True
    gone = by("Ana Ruiz", "user", "revoke", "Ben Ochoa", "--json").json
    assert (gone["name"], gone["members"], gone["reset"]) == ("Ben Ochoa", 3, [])
    assert "wrong" in by("Ben Ochoa", "user", "list").refused()
    for name in ("Fay Lund", "Carla Nguyen", "Dana Park"):
        assert by(name, "user", "list").status == 0
    waiting = by("Carla Nguyen", "assign", "--waiting", "--json").json
    assert [one["waits_as"] for one in waiting].count("left") == 3


def test_the_last_administrator_stays(by: By) -> None:
    assert "last administrator" in by("Ana Ruiz", "user", "revoke", "Ana Ruiz").refused()
    no = by("Ana Ruiz", "user", "role", "Ana Ruiz", "--administers", "no")
    assert "last administrator" in no.refused()
    one = by("Ana Ruiz", "user", "role", "Carla Nguyen", "--administers", "yes", "--json").json
    assert one["administers"] is True
    assert "Nobody revokes themselves" in by("Ana Ruiz", "user", "revoke", "Ana Ruiz").refused()
    assert by("Ana Ruiz", "user", "role", "Ana Ruiz", "--administers", "no").status == 0
    assert "Ask Carla Nguyen." in by("Ana Ruiz", "user", "revoke", "Ben Ochoa").refused()


def test_members_are_given_and_what_forbids_it_is_said(by: By) -> None:
    for name in ("Ben Ochoa", "Dana Park", "Ana Ruiz"):
        no = by(name, "assign", cin(5), "--to", "Fay Lund")
        assert "Ask Carla Nguyen." in no.refused()
        assert "Ask Carla Nguyen." in by(name, "assign", "--waiting").refused()
    told = by("Carla Nguyen", "assign", "--suggest", cin(5), "--json").json
    assert told["suggestions"][0]["user"] == "Fay Lund"
    assert "Spanish" in " ".join(told["suggestions"][0]["reasons"])
    days = ("--from", "2026-11-20", "--until", "2026-11-27")
    assert by("Carla Nguyen", "leave", "add", "Ben Ochoa", *days).status == 0
    away = by("Carla Nguyen", "assign", cin(5), "--to", "Ben Ochoa")
    assert "Ben Ochoa is away until Nov 27, 2026." in away.refused()
    full = by("Carla Nguyen", "assign", cin(5), "--to", "Carla Nguyen")
    assert "Carla Nguyen has 0 of 0 already." in full.refused()
    clerk = by("Carla Nguyen", "assign", cin(5), "--to", "Dana Park")
    assert "carries no caseload" in clerk.refused()
    done = by("Carla Nguyen", "assign", cin(5), "--to", "Fay Lund", "--json").json
    assert done["navigator"] == "Fay Lund"
    passed = ("--override", "She asked for him")
    assert by("Carla Nguyen", "assign", cin(6), "--to", "Ben Ochoa", *passed).status == 0


def test_a_record_outside_the_caseload_asks_why_here_too(by: By) -> None:
    assert by("Ben Ochoa", "member", cin(1), "--json").status == 0
    assert "Say why" in by("Fay Lund", "member", cin(1), "--json").refused()
    assert "Say why" in by("Fay Lund", "timeline", cin(1)).refused()
    assert by("Fay Lund", "user", "read", cin(1), "at the front desk").status == 0
    assert by("Fay Lund", "member", cin(1), "--json").status == 0
    looks = by("Carla Nguyen", "user", "readers", "--json").json
    assert [(one["user"], one["reason"]) for one in looks] == [("Fay Lund", "at the front desk")]
    assert "Ask" in by("Ben Ochoa", "user", "readers").refused()


READS = (
    ("member", cin(1), "--json"),
    ("timeline", cin(1), "--json"),
    ("history", cin(1), "--json"),
    ("notes", "--search", "bakery", "--json"),
    ("notes", "--search", "bakery", "--member", cin(1), "--json"),
    ("members", "--search", "bakery", "--json"),
    ("members", "--json"),
    ("due", "--json"),
)


def test_a_clerk_finds_no_note_by_any_way(by: By) -> None:
    seen = [by("Ben Ochoa", *words) for words in READS]
    assert [one.status for one in seen] == [0] * len(seen)
    assert sum(NOTE in one.out for one in seen) >= 4, "the sweep is blind"
    assert sum(DANGER in one.out for one in seen) >= 2
    for words in READS:
        found = by("Dana Park", *words)
        assert found.status == 0 or found.refused()
        assert NOTE not in found.out + found.err, words
        assert DANGER not in found.out + found.err, words


def test_another_caseload_is_read_by_no_way_without_a_reason(by: By) -> None:
    for words in READS:
        found = by("Fay Lund", *words)
        assert found.status == 0 or found.refused()
        assert NOTE not in found.out + found.err, words
        assert DANGER not in found.out + found.err, words
    search = ("notes", "--search", "bakery", "--json")
    assert by("Fay Lund", "user", "read", cin(1), "at the front desk").status == 0
    assert NOTE in by("Fay Lund", *search).out
    assert by("Carla Nguyen", "leave", "add", "Ben Ochoa", "--from", "2026-11-20", "--until",
              "2026-11-27", "--cover", "Ana Ruiz").status == 0  # fmt: skip
    assert NOTE in by("Ana Ruiz", *search).out, "a cover reads"
