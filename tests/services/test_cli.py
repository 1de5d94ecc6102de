"""The command line end to end: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from navigator_app.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "sample"
FIRST, SECOND = "bayview_csasf_2026-11-15.csv", "bayview_csasf_2026-11-29.csv"


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output."""
        assert self.status == 0, self.err
        return json.loads(self.out)

    def refused(self) -> str:
        """The one plain sentence of a refusal, with what to do next."""
        assert self.status == 1
        assert self.out == ""
        assert "Traceback" not in self.err
        [line] = self.err.strip().splitlines()
        assert line.endswith(".")
        return line


Run = Callable[..., Ran]


@pytest.fixture
def run(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in this process on a store of this test's own, on 20 November 2026."""
    monkeypatch.setenv("NAVIGATOR_TODAY", "2026-11-20T10:00")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    secret = tmp_path / "passphrase"
    secret.write_text(passphrase + "\n", "utf-8")

    def run(*words: object) -> Ran:
        status = main(["--home", str(home), "--passphrase-file", str(secret), *map(str, words)])
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def bayview(run: Run) -> Run:
    """The same with the plan bayview and its first file taken in."""
    assert run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview").status == 0
    assert run("import-asf", SAMPLES / FIRST, "--plan", "bayview").status == 0
    return run


def test_init_prints_the_recovery_code_and_the_passphrase_opens_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "p"
    secret.write_text("\ufeffjuniper kettle orbit mosaic\r\nsecond line", "utf-8")
    words = ["--home", str(tmp_path / "new"), "--passphrase-file", str(secret), "--json"]
    made = [*words, "init", "--agency", "Harbor", "--npi", "1234567893", "--user", "Ana"]
    assert main([*made, "--role", "supervisor"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == {"home", "recovery_code"}
    assert shown["home"] == str(tmp_path / "new")
    assert main([*words, "plan", "list"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(made) == 1
    assert "already" in capsys.readouterr().err
    secret.write_text("another horse battery staple\n", "utf-8")
    assert main([*words, "plan", "list"]) == 1
    assert capsys.readouterr().out == ""


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


def test_members_by_name_and_number(bayview: Run) -> None:
    rows = bayview("members", "--json").json
    assert len(rows) == 60
    assert set(rows[0]) == {
        *("id", "first_name", "last_name", "cin", "plan", "date_of_birth", "navigator"),
        "next_due",
    }
    assert bayview("members", "--json", "--limit", "7").json == rows[:7]
    one = rows[3]
    [found] = bayview("members", "--json", "--search", one["cin"]).json
    assert found == one
    assert one["last_name"] in bayview("members", "--search", one["last_name"]).out
    assert bayview("members", "--search", "zzzz").out == "Nobody matches.\n"


def test_one_member_whole(bayview: Run) -> None:
    row = bayview("members", "--json").json[0]
    whole = bayview("member", row["id"], "--json").json
    assert whole["cin"] == row["cin"]
    assert whole["referrals"][0]["member_id"] == row["id"]
    assert bayview("member", row["cin"], "--json").json == whole
    assert row["last_name"] in bayview("member", row["id"]).out
    bayview("member", "nobody").refused()


def open_referral(run: Run, number: int = 0) -> dict[str, str]:
    """An approved referral for housing navigation."""
    rows = [
        row
        for row in run("referrals", "--json").json
        if row["authorization_status"] == "Approved" and row["service"].startswith("Housing Tran")
    ]
    return sorted(rows, key=lambda row: row["cin"])[number]


def test_referrals(bayview: Run) -> None:
    rows = bayview("referrals", "--json").json
    assert set(rows[0]) == {
        *("id", "member_id", "cin", "service", "status", "status_date", "authorization_status"),
        *("effective", "end", "closure_reason"),
    }
    mine = bayview("referrals", "--member", rows[0]["member_id"], "--json").json
    assert {row["member_id"] for row in mine} == {rows[0]["member_id"]}
    assert bayview("referrals", "--member", rows[0]["cin"], "--json").json == mine
    assert bayview("referrals", "--status", "accepted", "--json").json == []
    bayview("status", open_referral(bayview)["id"], "accepted", "--on", "2026-11-20")
    [accepted] = bayview("referrals", "--status", "Accepted", "--json").json
    assert accepted["status"] == "Accepted"
    assert accepted["cin"] in bayview("referrals", "--status", "accepted").out


def test_a_status_and_its_correction(bayview: Run) -> None:
    referral = open_referral(bayview)
    row = bayview("status", referral["id"], "accepted", "--on", "2026-11-20", "--json").json
    assert row == referral | {"status": "Accepted", "status_date": "2026-11-20"}
    closed = bayview(
        *("status", referral["id"], "closed", "--on", "2026-11-20"),
        *("--reason", "services-received", "--json"),
    ).json
    assert closed["status"] == "Referral Loop Closed"
    assert closed["closure_reason"] == "Services Received"
    whole = bayview("member", referral["member_id"], "--json").json
    [wrong] = [one["id"] for one in whole["events"] if one["status"] == "Referral Loop Closed"]
    after = bayview(
        *("status", referral["id"], "outreach-initiated", "--on", "2026-11-20"),
        *("--corrects", wrong, "--json"),
    ).json
    assert (after["status"], after["closure_reason"]) == ("Outreach Initiated", None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("declined", "--on", "2026-11-20"), "needs a reason"),
        (("closed", "--on", "2026-11-20", "--reason", "services-received"), "never accepted"),
        (("closed", "--on", "2026-11-20", "--reason", "authorization-denied"), "plan's own"),
        (("accepted", "--on", "2026-11-21"), "future"),
        (("accepted", "--on", "2026-01-05"), "before the referral"),
        (("accepted", "--on", "2026-11-20", "--reason", "other"), "takes no reason"),
        (("accepted", "--on", "2026-11-20", "--corrects", "x"), "to correct"),
    ],
)
def test_a_status_that_cannot_be(bayview: Run, words: tuple[str, ...], says: str) -> None:
    assert says in bayview("status", open_referral(bayview)["id"], *words).refused()
    assert bayview("referrals", "--status", words[0], "--json").json == []


def test_outreach_moves_the_referral_once(bayview: Run) -> None:
    referral = open_referral(bayview)
    words = ("outreach", referral["member_id"], "--mode", "in-person", "--outcome", "not-found")
    first = bayview(
        *(*words, "--at", "2026-11-20T09:15", "--place", "Harbor St"),
        *("--referral", referral["id"], "--note", "gate locked", "--json"),
    ).json
    assert first["referral_status"] == "Outreach Initiated"
    assert first["at"] == "2026-11-20T09:15-08:00"
    assert (first["mode"], first["outcome"]) == ("in-person", "not-found")
    assert (first["place"], first["note"]) == ("Harbor St", "gate locked")
    second = bayview(*words, "--at", "2026-11-20T09:30", "--json").json
    assert second["member_id"] == referral["member_id"]
    [row] = [r for r in bayview("referrals", "--json").json if r["id"] == referral["id"]]
    assert (row["status"], row["status_date"]) == ("Outreach Initiated", "2026-11-20")
    assert "future" in bayview(*words, "--at", "2026-11-20T10:30").refused()
    no_one = ("outreach", "nobody", "--mode", "phone", "--outcome", "reached")
    bayview(*no_one, "--at", "2026-11-20T09:15").refused()


def test_outreach_by_cin_in_words(bayview: Run) -> None:
    referral = open_referral(bayview, 1)
    done = bayview(
        *("outreach", referral["cin"], "--mode", "phone", "--outcome", "message-left"),
        *("--at", "2026-11-20T09:15"),
    )
    assert done.status == 0
    assert "is now Outreach Initiated as of 2026-11-20" in done.out


def test_due(bayview: Run) -> None:
    rows = bayview("due", "--json").json
    assert set(rows[0]) == {
        *("member_id", "referral_id", "rule", "title", "due", "days_left", "state", "why"),
        "source",
    }
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    assert {row["rule"] for row in rows} == {"outreach-begun", "monthly-status"}
    soon = bayview("due", "--within", "0", "--json").json
    assert soon == [row for row in rows if row["days_left"] <= 0]
    assert bayview("due", "--on", "2027-02-01", "--json").json[0]["state"] == "overdue"
    # The only navigator is given whoever comes in.
    assert bayview("due", "--user", "ana ruiz", "--json").json == rows
    assert "Well done" in bayview("due", "--on", "2026-10-01", "--within", "1").out
    assert "Ana Ruiz" in bayview("due", "--user", "Nobody").refused()
    assert "Begin outreach" in bayview("due").out


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


def test_history_and_verify(bayview: Run) -> None:
    referral = open_referral(bayview)
    bayview("status", referral["id"], "accepted", "--on", "2026-11-20")
    rows = bayview("history", referral["member_id"], "--json").json
    assert set(rows[0]) == {"at", "by", "device", "field", "old", "new"}
    assert {"field": "status", "old": None, "new": "accepted"}.items() <= next(
        row for row in rows if row["new"] == "accepted"
    ).items()
    assert bayview("history", referral["cin"], "--json").json == rows
    assert "accepted" in bayview("history", referral["member_id"]).out
    bayview("history", "nothing").refused()
    found = bayview("verify", "--json").json
    assert set(found) == {"encrypted", "integrity", "journal", "entries"}
    assert found["encrypted"] is found["integrity"] is found["journal"] is True
    assert found["entries"] > 60
    assert "journal unbroken" in bayview("verify").out


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("status", "x"),
        ("status", "x", "denied", "--on", "2026-11-20"),
        ("status", "x", "accepted", "--on", "20.11.2026"),
        ("status", "x", "accepted", "--on", "2026-02-30"),
        ("status", "x", "closed", "--on", "2026-11-20", "--reason", "bored"),
        ("outreach", "x", "--mode", "pigeon", "--outcome", "reached", "--at", "2026-11-20T09:00"),
        ("outreach", "x", "--mode", "phone", "--outcome", "reached", "--at", "2026-11-20"),
        ("outreach", "x", "--mode", "phone", "--outcome", "reached", "--at", "2026-11-20T09:00Z"),
        ("due", "--within", "-1"),
        ("due", "--within", "soon"),
        ("export-rtf", "--plan", "x", "--period", "2026-13", "--out", "x"),
        ("export-rtf", "--plan", "x", "--period", "2026-11"),
        ("export-rtf", "--plan", "x", "--period", "2026-11", "--dry-run", "--mark-sent"),
        ("plan",),
        ("members", "--limit", "many"),
        ("--passphrase", "in the open", "members"),
        ("--json",),
    ],
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert ran.out == ""
    assert "usage:" in ran.err


def test_the_passphrase_by_standard_input(
    home: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["plan", "list", "--home", str(home), "--json"]
    monkeypatch.setattr("sys.stdin", io.StringIO(passphrase + "\n"))
    assert main([*words, "--passphrase-file", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(words) == 1
    assert "--passphrase-file" in capsys.readouterr().err
    assert main([*words, "--passphrase-file", str(home / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err


class Typed(io.StringIO):
    """Standard input with somebody at it."""

    def isatty(self) -> bool:
        """Somebody is there."""
        return True


def test_the_passphrase_asked_for_where_somebody_can_be_asked(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = [passphrase, passphrase, "one thing or other", "another thing or other"]
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    monkeypatch.setattr("sys.stdin", Typed())
    assert main(["plan", "list", "--home", str(home), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    words = ["init", "--agency", "A", "--npi", "1234567893", "--user", "B", "--home"]
    answers.pop(0)
    assert main([*words, str(tmp_path / "new")]) == 1
    assert "differ" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_where_the_store_is(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(passphrase, "utf-8")
    monkeypatch.setenv("NAVIGATOR_HOME", str(home))
    assert main(["plan", "list", "--passphrase-file", str(secret)]) == 0
    assert "no plan yet" in capsys.readouterr().out
    empty = str(tmp_path / "empty")
    assert main(["--home", empty, "plan", "list", "--passphrase-file", str(secret)]) == 1
    assert "no store" in capsys.readouterr().err


def test_who_is_at_work(run: Run) -> None:
    assert run("--as", "Ana Ruiz", "plan", "list").status == 0
    run("plan", "list", "--as", "Nobody").refused()


def test_an_unexpected_error_is_a_sentence_and_the_log_holds_no_value(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("Ada Lovelace 91234567A")

    monkeypatch.setattr("navigator_app.services.agency.plans", broken)
    said = run("plan", "list").refused()
    assert "Ada" not in said
    number = said.partition("report ")[2].partition(")")[0]
    log = "".join(path.read_text("utf-8") for path in (home / "logs").iterdir())
    assert number in log
    assert "RuntimeError" in log
    assert "Ada" not in log
    assert "91234567A" not in log


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for name in ("init", "import-asf", "export-rtf", "outreach", "verify", "demo"):
        assert name in text
    assert main(["status", "--help"]) == 0
    assert "services-received" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("navigator ")


def test_the_window_needs_a_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 1
    assert "--help" in capsys.readouterr().err


def started(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "navigator_app", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        input="juniper kettle orbit mosaic\n",
        timeout=60,
        check=False,
    )


def test_as_a_script_runs_it(home: Path) -> None:
    done = started("plan", "list", "--json", "--passphrase-file", "-", "--home", str(home))
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
    wrong = started("plan", "list", "--passphrase-file", "-", NAVIGATOR_HOME=str(home / "none"))
    assert wrong.returncode == 1
    assert wrong.stdout == ""
    assert "Traceback" not in wrong.stderr


def test_as_a_script_runs_it_wrongly() -> None:
    done = started("due", "--within", "soon")
    assert done.returncode == 2
    assert "usage: navigator due" in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from navigator_app.cli import main; main(['--help']);"
        "print([n for n in ('sqlcipher3', 'cryptography', 'argon2', 'PySide6', 'sqlalchemy', "
        "'navigator_app.services') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
