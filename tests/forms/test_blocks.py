"""What a definition may say beyond plain text: facts in sentences, lists, tables, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from navigator_app.forms import reading
from navigator_app.forms.definition import Form, Head, Reader, Who
from navigator_app.forms.layout import GAP_IN_LINE, Fact
from navigator_app.forms.page import MARGIN, Paper
from navigator_app.forms.reading import FormRefused
from navigator_app.forms.render import Order, render
from tests.forms.every_form import BORN, CIN, PARTIES
from tests.forms.pdf_lines import Lines, beyond, collisions
from tests.forms.pdf_reader import squeezed

TOP = """id = "note"
title = "A note"
audience = "staff"
version = 1
size = 10
"""
TABLE = """
[[block]]
kind = "table"
columns = ["No.", "Name", "What came of it"]
widths = [1, 3, 6]
source = "sheet.rows"
rows = 4
"""


def read(folder: Path, text: str, top: str = TOP) -> Form:
    path = folder / "note.toml"
    path.write_text(top + text, encoding="utf-8")
    return reading.read(path)


def printed(form: Form, facts: Mapping[str, Fact], **how: object) -> Lines:
    return Lines(render(Order(form, "en", {**PARTIES, **facts}, **how)).pdf)  # type: ignore[arg-type]


def test_what_a_definition_may_say_is_read(tmp_path: Path) -> None:
    gate = '[gate]\nwhat = "notice"\nto = "plan"\npurpose = "housing"\ncategories = ["identity"]\n'
    top = f'{TOP}head = "letter"\nlandscape = true\noffers = "to-share"\nlive_only = true\n{gate}'
    form = read(tmp_path, '[[block]]\nkind = "signature"\npurpose = "I ask."\nwho = "staff"\n', top)
    assert (form.head, form.landscape, form.offers, form.live_only) == (
        Head.LETTER, True, "to-share", True,
    )  # fmt: skip
    assert form.gate is not None
    assert (form.gate.what, form.gate.to) == ("notice", Reader.PLAN)
    assert (form.gate.purpose, form.gate.categories) == ("housing", ("identity",))
    assert form.blocks[0].who is Who.STAFF


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('kind = "paragraph"\ntext = "Dear {name},"', "text has a brace that names no fact"),
        ('kind = "list"\nitems = ["one {"]', "items has a brace that names no fact"),
        ('kind = "list"\nitems = ["one"]\nsource = "plan.goals"', "source cannot stand beside"),
        ('kind = "list"', "items is missing"),
        ('kind = "table"\ncolumns = ["A", "B"]\nwidths = [1]', "widths must be as many"),
        ('kind = "table"\ncolumns = ["A"]\nwidths = [0]', "widths must be a list of numbers above"),
        ('kind = "paragraph"\ntext = "x"\nwhen = "consent"', "when must name a fact"),
        ('kind = "signature"\npurpose = "x"\nwho = "cat"', "who must be one of member, staff"),
    ],
)
def test_what_it_may_not_say_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FormRefused) as refused:
        read(tmp_path, f"[[block]]\n{text}\n")
    assert says in refused.value.message
    assert "block 1, line" in refused.value.message


@pytest.mark.parametrize(
    ("gate", "says"),
    [
        ('what = "x"\nto = "nobody"', "gate, line 8: to must be one of member"),
        ('what = "Two Words"\nto = "plan"', "gate, line 7: what is no name"),
        ('what = "x"\nto = "plan"\nwhy = "y"', "gate, line 9: why is not a field"),
        ('what = "x"\nto = "plan"\ncategories = ["A b"]', "gate, line 9: categories is no list"),
    ],
)
def test_a_gate_that_cannot_be_asked_is_refused(tmp_path: Path, gate: str, says: str) -> None:
    with pytest.raises(FormRefused) as refused:
        read(tmp_path, f'[gate]\n{gate}\n[[block]]\nkind = "heading"\ntext = "x"\n')
    assert says in refused.value.message


def test_a_fact_stands_in_its_sentence_and_a_missing_one_leaves_room(tmp_path: Path) -> None:
    text = "{member.first_name} moved on {move.day}, {no.fact}."
    form = read(tmp_path, f'[[block]]\nkind = "paragraph"\ntext = "{text}"\n')
    order = Order(form, "en", {"member.first_name": "Ana", "move.day": date(2026, 3, 9)})
    made = render(order)
    assert squeezed(f"Ana moved on March 9, 2026, {GAP_IN_LINE}.") in Lines(made.pdf).body()
    assert "no.fact" in made.blanks
    assert "move.day" not in made.blanks
    assert form.sources() == ("member.first_name", "move.day", "no.fact")


def test_a_list_is_filled_and_ruled_up_to_its_least(tmp_path: Path) -> None:
    form = read(tmp_path, '[[block]]\nkind = "list"\nsource = "plan.goals"\nrows = 3\n')
    full = printed(form, {"plan.goals": ["Find a home", "Keep it"]})
    assert squeezed("Find a home Keep it") in full.body()
    assert render(Order(form, "en", PARTIES)).blanks == ("plan.goals",)
    lines = [printed(form, f).contents(0).count(b"0.6 w") for f in ({}, {"plan.goals": ["a"] * 3})]
    assert lines[0] - lines[1] == 3


@pytest.mark.parametrize("there", [True, False])
def test_a_block_is_printed_when_its_fact_is_there(tmp_path: Path, there: bool) -> None:
    text = '[[block]]\nkind = "paragraph"\ntext = "With."\nwhen = "case.open"\n'
    text += '[[block]]\nkind = "paragraph"\ntext = "Without."\nunless = "case.open"\n'
    body = printed(read(tmp_path, text), {"case.open": "yes"} if there else {}).body()
    assert ("With." in body, "Without." in body) == (there, not there)


def test_line_ends_in_a_fact_are_line_ends_on_paper(tmp_path: Path) -> None:
    form = read(tmp_path, '[[block]]\nkind = "paragraph"\ntext = "{plan.words}"\n')
    lines = printed(form, {"plan.words": "First.\nSecond."}).lines(0)
    texts = [line.text for line in lines]
    assert texts.index("Second.") == texts.index("First.") + 1


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", Paper)
def test_a_table_goes_on_under_its_heading(tmp_path: Path, paper: Paper, landscape: bool) -> None:
    form = read(tmp_path, TABLE, f"{TOP}landscape = {str(landscape).lower()}\n")
    rows = [[str(n), f"Name {n}", f"Outcome {n}"] for n in range(120)]
    lines = printed(form, {"sheet.rows": rows}, paper=paper)
    assert lines.pages > 2
    for page in range(lines.pages):
        texts = [line.text for line in lines.lines(page)]
        assert texts.count("What came of it") == 1
    body = lines.body()
    assert all(
        body.count(f"Outcome{n}c" if False else f"Name{n}Outcome{n}") >= 1 for n in range(120)
    )
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []


@pytest.mark.parametrize("large", [False, True])
def test_a_row_taller_than_a_page_goes_on_in_the_next(tmp_path: Path, large: bool) -> None:
    words = " ".join(f"word{n}" for n in range(2500))
    form = read(tmp_path, TABLE)
    lines = printed(form, {"sheet.rows": [["1", "Ana", words], ["2", "Bo", "short"]]}, large=large)
    body = lines.body().replace("No.NameWhatcameofit", "")
    assert squeezed(words) in body
    assert "2Boshort" in body
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []
    for page in range(lines.pages):
        foot = lines.foot(page)
        assert all(low >= foot - 0.5 for _x, low, _wide, _high in lines.frames(page))


@pytest.mark.parametrize("kind", ["notice", "paragraph"])
def test_a_text_longer_than_a_page_is_whole(tmp_path: Path, kind: str) -> None:
    words = " ".join(f"word{n}" for n in range(2000))
    lines = printed(read(tmp_path, f'[[block]]\nkind = "{kind}"\ntext = "{words}"\n'), {})
    assert lines.pages > 1
    assert squeezed(words) in lines.body()
    assert beyond(lines, MARGIN) == []


def test_rows_too_short_or_too_long_and_blanks(tmp_path: Path) -> None:
    form = read(tmp_path, TABLE)
    rows: list[list[str | date]] = [["1"], ["2", "Bo", date(2026, 3, 9), "beyond"]]
    lines = printed(form, {"sheet.rows": rows})
    assert "March9,2026" in lines.body()
    assert len(lines.frames(0)) == 3 * 5, "heading, two rows, two blanks"


def test_no_page_is_empty(tmp_path: Path) -> None:
    """However exactly a table fills its page: the gap after it needs none of its own."""
    for least in range(18, 60):
        lines = printed(read(tmp_path, TABLE.replace("rows = 4", f"rows = {least}")), {})
        frames = [len(lines.frames(page)) for page in range(lines.pages)]
        assert min(frames) >= 6, "a heading and a row"


def test_a_heading_at_the_top_of_a_page_stands_where_the_text_begins(tmp_path: Path) -> None:
    heading = '[[block]]\nkind = "heading"\ntext = "Part two"\n'
    form = read(tmp_path, f'[[block]]\nkind = "page_break"\n{heading}')
    [first, *_rest] = printed(form, {}).lines(1)
    assert first.text == "Part two"
    assert first.y > 792 - MARGIN - 16


def test_widths_of_columns_are_kept(tmp_path: Path) -> None:
    frames = printed(read(tmp_path, TABLE), {}).frames(0)
    assert [round(wide) for _x, _y, wide, _h in frames[:3]] == [50, 151, 302]


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_columns_begin_on_the_right(tmp_path: Path, language: str) -> None:
    form = read(tmp_path, TABLE)
    made = render(Order(form, language, {"sheet.rows": [["1", "Ana", "x"]]}))
    first, second, third = Lines(made.pdf).frames(0)[-15:][:3]
    assert first[0] > second[0] > third[0]


def test_a_letter_says_no_more_than_its_envelope(tmp_path: Path) -> None:
    form = read(
        tmp_path, '[[block]]\nkind = "paragraph"\ntext = "Hello."\n', TOP + 'head = "letter"\n'
    )
    made = render(Order(form, "en", PARTIES))
    body = Lines(made.pdf).body()
    assert squeezed("March 9, 2026 María Hernández 14 Elm Street Redding, CA 96001") in body
    assert CIN not in body
    assert str(BORN.year) not in body
    blank = render(Order(form, "en"))
    assert {"agency.name", "form.day", "letter.to"} == set(blank.blanks)
