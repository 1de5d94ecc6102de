"""The command line end to end: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from navigator_app.cli import main
from tests.services.cli_runs import FIRST, ROOT, SAMPLES, Run


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
        ("due", "--within", "9" * 12),
        ("due", "--on", "0001-01-01"),
        ("status", "x", "accepted", "--on", "9999-12-31"),
        ("export-rtf", "--plan", "x", "--period", "0001-01", "--out", "x"),
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


def test_a_word_that_is_no_text_is_refused(run: Run) -> None:
    for words in (("history", "k\udcff"), ("members", "--search", "\udcfe")):
        assert "no text" in run(*words).refused()


@pytest.mark.skipif(sys.platform != "linux", reason="file names there are text")
def test_a_file_name_that_is_no_text_is_shown_with_a_mark(run: Run, tmp_path: Path) -> None:
    run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview")
    strange = tmp_path / "it's \udcff.csv"
    assert "it's \ufffd.csv" in run("import-asf", strange, "--plan", "bayview").refused()
    strange.write_bytes((SAMPLES / FIRST).read_bytes())
    assert (
        run("import-asf", strange, "--plan", "bayview", "--json").json["file"] == "it's \ufffd.csv"
    )
    out = tmp_path / "o\udcff"
    export = ("export-rtf", "--plan", "bayview", "--period", "2026-11", "--out", out, "--json")
    assert Path(run(*export).json["file"]).is_file()


def test_a_passphrase_that_is_no_text(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\udcff\udcfe\n"))
    assert main(["plan", "list", "--home", str(home), "--passphrase-file", "-"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_name_cannot_steer_the_terminal(run: Run) -> None:
    run("plan", "add", "red", "--name", "Red\x1b[31m", "--layout", "bayview")
    told = run("plan", "list").out
    assert "Red [31m" in told  # what cannot be seen is not kept
    assert "\x1b" not in told


def test_a_clock_that_is_none_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAVIGATOR_TODAY", "yesterday")
    assert "NAVIGATOR_TODAY" in run("plan", "list").refused()


def test_a_home_that_cannot_be_looked_into_is_a_sentence(run: Run) -> None:
    assert run("--home", "/" + "x" * 300, "plan", "list").refused()
