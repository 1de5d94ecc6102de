"""Names and texts of any length and any script: never cut, never on one another."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.forms import page, reading
from navigator_app.forms.catalogue import Texts
from navigator_app.forms.layout import Fact
from navigator_app.forms.page import MARGIN
from navigator_app.forms.render import Order, render
from tests.forms.every_form import KINDS, full, languages_of, pieces
from tests.forms.pdf_lines import Lines, beyond, collisions
from tests.forms.pdf_reader import Read, squeezed

ONE_WORD = "Wolfeschlegelsteinhausenbergerdorff" * 6
assert len(ONE_WORD) > 200
SCRIPTS = {
    "arabic": "محمد عبد الرحمن",
    "farsi": "گلنار پژوهش‌زاده",
    "khmer": "សុខា ចាន់ធូ",
    "chinese": "王小明",
    "korean": "김민준",
    "armenian": "Նարեկ Հովհաննիսյան",
    "russian": "Наталья Щербакова",
    "devanagari": "श्रीकृष्ण त्रिपाठी",
    "gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "thai": "สมชาย ใจดี",
    "vietnamese": "Nguyễn Thị Ánh",
    "hmong": "Txiaj Ntsim Vaj",
    "hebrew": "שרה לוי",
    "amharic": "አበበ ቢቂላ",
    "lao": "ສົມສັກ",
}


def number(cell: object) -> bool:
    """A figure of a chart, there or missing, which is never a name."""
    return not cell or str(cell).isdecimal()


def with_names(form, name: str) -> dict[str, Fact]:
    """Every fact of the form is this name."""
    facts = full(form)
    for key, value in facts.items():
        if isinstance(value, str | date):
            facts[key] = name
        elif key == "letter.to":
            facts[key] = [name, name]
        else:
            facts[key] = [
                [cell if number(cell) else name for cell in one] if isinstance(one, list) else name
                for one in value
            ]
    return facts


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [ONE_WORD, "Maria " * 40], ids=["one-word", "many-words"])
def test_a_huge_name_is_never_cut(kind: str, name: str, large: bool) -> None:
    form = reading.form(kind)
    lines = Lines(render(Order(form, "en", with_names(form, name), large=large)).pdf)
    assert lines.body().count(squeezed(name)) >= 2
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []


class Longer(Texts):
    """Every text 40 % longer, its words too."""

    def of(self, text: str) -> str:
        told = super().of(text)
        return f"{told} {'wide' * (len(told) // 10 + 1)}" if told else ""


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("kind", KINDS)
def test_text_that_is_longer_is_never_cut(kind: str, large: bool) -> None:
    for language in {"en", "ar"} & set(languages_of(kind)):
        form, texts = reading.form(kind), Longer(language)
        facts = full(form)
        lines = Lines(render(Order(form, language, facts, large=large), texts).pdf)
        body = lines.body()
        assert [one for one in pieces(form, texts, facts) if squeezed(one) not in body] == []
        assert collisions(lines) == []
        assert beyond(lines, MARGIN) == []


@pytest.mark.parametrize("language", ["en", "es", "zh_Hant", "ar", "km"])
@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_of_any_script_is_printed_and_can_be_searched(
    name: str, language: str, facts: dict[str, Fact]
) -> None:
    facts["member.name"] = name
    printed = render(Order(reading.form("consent"), language, facts))
    assert printed.unprintable == ()
    assert squeezed(name) in Lines(printed.pdf).body()
    read = Read(printed.pdf)
    assert squeezed(name) in squeezed(read.text(0)) + squeezed(read.said(0))


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_right_to_left_and_left_to_right_in_one_name(language: str, facts: dict[str, Fact]) -> None:
    mixed = "محمد (Mo) Al-Rashid 3rd, خان 42"
    facts["member.name"] = mixed
    lines = Lines(render(Order(reading.form("consent"), language, facts)).pdf)
    assert squeezed(mixed) in lines.body()
    assert collisions(lines) == []


@pytest.mark.parametrize("strange", ["𒀀", "🙂", "\ue000"])
def test_a_letter_that_no_typeface_has_is_named(strange: str, facts: dict[str, Fact]) -> None:
    facts["member.name"] = f"Ana {strange}"
    printed = render(Order(reading.form("consent"), "en", facts))
    assert printed.unprintable == (strange,)
    assert "Ana□" in Lines(printed.pdf).body(), "a box stands in its place"


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_boxes_and_bullets_stand_on_the_right_where_lines_begin_there(
    language: str, facts: dict[str, Fact]
) -> None:
    lines = Lines(render(Order(reading.form("consent"), language, facts)).pdf)
    for place in range(lines.pages):
        boxes = [x for x, _y, wide, high in lines.frames(place) if wide == high < 20]
        bullets = [one.x for one in lines.lines(place) if one.text == "•"]
        assert all(x > 500 for x in [*boxes, *bullets])
    first = lines.lines(0)
    title = next(one for one in first if one.size == pytest.approx(12 * 1.6))
    assert title.x + title.width == pytest.approx(612 - MARGIN, abs=0.5)


def test_the_check_of_this_file_would_tell(monkeypatch, facts: dict[str, Fact]) -> None:
    """Lines too near to one another, and a measure that is too wide, are found."""
    monkeypatch.setattr(page.Look, "leading", lambda _look, size: size * 0.7)
    form = reading.form("consent")
    assert collisions(Lines(render(Order(form, "en", facts)).pdf))
    monkeypatch.undo()
    monkeypatch.setattr(page.Look, "width", 560.0)
    assert beyond(Lines(render(Order(form, "en", facts)).pdf), MARGIN)
