"""The commands `seal` and `verify` on forms that were signed on the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from navigator_app.services import attachments
from tests.services import pictures
from tests.services.cli_runs import Run
from tests.services.test_sign_form import serve, signed


@pytest.fixture
def copy(bayview: Run, home: Path, open_workspace: Any, tmp_path: Path) -> Path:
    """A saved copy of a form that was signed."""
    member = bayview("members", "--json").json[0]["id"]
    ws = open_workspace(home)
    done = signed(ws, serve(member))
    out = tmp_path / "copy.pdf"
    out.write_bytes(attachments.content(ws, done.attachment_id))
    ws.close()
    return out


def test_a_copy_is_known_and_verify_counts_it(bayview: Run, copy: Path) -> None:
    told = bayview("seal", copy, "--json").json
    assert (told["file"], told["state"], told["form"]) == ("copy.pdf", "unaltered", "consent")
    assert told["record_sound"] is True and told["broken"] == []
    assert told["signed_at"].startswith("2026-11-20T18:00")
    assert "unaltered" in bayview("seal", copy).out
    assert bayview("verify", "--json").json["signatures"] == {
        "sound": True,
        "checked": 1,
        "removed": 0,
    }


def test_an_altered_copy_and_a_strange_file_are_told_apart(
    bayview: Run, copy: Path, tmp_path: Path
) -> None:
    code = bayview("seal", copy, "--json").json["code"]
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(copy.read_bytes().replace(b"%%EOF", b"%%EOF\n% more\n%%EOF"))
    found = bayview("seal", altered, "--json")
    assert found.status == 1
    assert (json.loads(found.out)["state"], json.loads(found.out)["code"]) == ("altered", code)
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(pictures.pdf())
    found = bayview("seal", strange, "--json")
    assert found.status == 1 and json.loads(found.out)["state"] == "foreign"


def test_what_is_no_document_is_refused_in_a_sentence(bayview: Run, tmp_path: Path) -> None:
    assert "cannot be opened" in bayview("seal", tmp_path / "none.pdf").refused()
    text = tmp_path / "text.pdf"
    text.write_text("hello")
    assert bayview("seal", text).refused()
