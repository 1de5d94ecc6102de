"""What an exchange leaves on this computer's disk: nothing of a member, and no secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from navigator_app.services import connections
from tests.conftest import PASSPHRASE
from tests.line import Line
from tests.services.cli_runs import ROOT
from tests.services.exchange_desk import NAME, Desk, roster
from tests.sshd import needed
from tests.traces import files_below, traces

pytestmark = needed

MEMBERS = range(300)


@pytest.mark.skipif(os.name != "posix", reason="the folders are named as on POSIX")
@pytest.mark.parametrize("how", ["whole", "killed"])
def test_nothing_of_a_member_and_no_secret_lies_about(desk: Desk, tmp_path: Path, how: str) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.status(1)
    desk.drop("asf.csv", roster(*MEMBERS))
    between = Line(desk.server.port)
    desk.connect(port=between.port)
    home = desk.ws.home
    desk.ws.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    places = {"TMPDIR": elsewhere, "HOME": elsewhere, "XDG_RUNTIME_DIR": elsewhere}
    program = subprocess.Popen(
        [sys.executable, "-m", "navigator_app", "--home", str(home),
         "--passphrase-file", str(secret), "sync"],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"NAVIGATOR_TODAY": "2026-12-02T10:00"}
        | {name: str(place) for name, place in places.items()},
    )  # fmt: skip
    try:
        while how == "killed" and program.poll() is None:
            if between.down > 30_000:  # in the middle of what comes
                program.kill()
        out, err = program.communicate(timeout=300)
    finally:
        between.close()
    assert program.returncode == (0 if how == "whole" else -9), err
    if how == "whole":
        assert NAME in desk.sent()
    assert files_below([elsewhere]) == []
    identity = desk.server.identity.read_text("utf-8").splitlines()[2]
    needles = {identity, "Referral Status", "Medi-Cal Member"} | {
        f"{name}{number}" for name in ("Tala", "Begay") for number in MEMBERS if number > 99
    }
    assert traces([home], needles) == []
    for needle in needles:
        assert needle not in out + err
