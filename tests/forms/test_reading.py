"""Definitions: the shipped ones are whole, a broken one is refused naming line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.errors import NotFound
from navigator_app.forms import reading
from navigator_app.forms.reading import FormRefused

GOOD = """id = "note"
title = "A note"
audience = "member"
version = 1
size = 12

[[block]]
kind = "paragraph"
text = "Hello."

[[block]]
kind = "signature"
purpose = "I got this note."
law = ["45 CFR 164.508(c)(1)(vi)"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "note.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_one_is_read(tmp_path: Path) -> None:
    form = reading.read(written(tmp_path, GOOD))
    assert [str(block.kind) for block in form.blocks] == ["paragraph", "signature"]
    assert form.texts() == ("A note", "Hello.", "I got this note.")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "note"', 'id = "other"', "note.toml, line 1: id must be the name of the file"),
        ('audience = "member"', 'audience = "all"', "line 3: audience must be one of"),
        ("size = 12", "size = 6", "line 5: size must be from 12 to 30"),
        ('kind = "paragraph"', 'kind = "poem"', "block 1, line 8: kind must be one of"),
        ('text = "Hello."', 'txt = "Hello."', "block 1, line 9: txt is not a field"),
        ('text = "Hello."', "text = 3", "block 1, line 9: text must be text"),
        ('purpose = "I got this note."', "", "block 2, line 11: purpose is missing"),
        ("45 CFR 164.508(c)(1)(vi)", "the law", "block 2, line 14: law names no section: the law"),
        ("version = 1", "version = 1\nversion = 2", "note.toml cannot be read"),
        ("[[block]]", "[block]", "note.toml"),
    ],
)
def test_a_broken_one_is_refused_whole(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(FormRefused) as refused:
        reading.read(written(tmp_path, GOOD.replace(old, new, 1)))
    assert says in refused.value.message


def test_a_source_that_names_no_fact_is_refused(tmp_path: Path) -> None:
    text = GOOD + '\n[[block]]\nkind = "fields"\nfields = [{ label = "Eyes", source = "eyes" }]\n'
    with pytest.raises(FormRefused, match="block 3, fields 1, line 18: source must name a fact"):
        reading.read(written(tmp_path, text))


def test_every_shipped_form_is_whole() -> None:
    assert {"consent", "release"} <= set(reading.kinds())
    for kind in reading.kinds():
        assert reading.form(kind).id == kind


def test_a_kind_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no form called ../secrets"):
        reading.form("../secrets")
