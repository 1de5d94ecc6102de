"""Lines: where they break, which way they run, that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from navigator_app.forms import breaking, direction, faces
from navigator_app.forms.faces import REGULAR
from navigator_app.forms.typeset import Line, lines


def said(found: tuple[Line, ...]) -> str:
    return "".join(line.text for line in found).replace(" ", "")


@example("\u05d0\U00018cd6", "ar")  # a letter younger than Python's tables
@given(st.text(max_size=60), st.sampled_from(["en", "ar", "km", "zh_Hant"]))
def test_every_letter_comes_out_once_and_no_line_is_too_wide(text: str, language: str) -> None:
    found = lines(text, 4000.0, REGULAR, language, language == "ar")
    wanted = direction.cleaned(text).replace(breaking.SOFT, "").replace(" ", "")
    assert said(found) == wanted
    for line in found:
        clusters = breaking.clusters(line.text)
        assert line.width <= 4000.1 or len(clusters) <= 1 or len(line.runs) == 1


def test_arabic_stands_from_right_to_left_and_a_number_does_not() -> None:
    [line] = lines("قبل 2026 بعد", 100_000.0, REGULAR, "ar", True)
    texts = ["".join(glyph.text for glyph in run.glyphs) for run in line.runs]
    seen = "".join(one for one in texts if one.strip())
    assert seen.startswith("دعب")
    assert "2026" in seen
    assert seen.endswith("لبق")


def test_brackets_turn_with_the_line() -> None:
    [line] = lines("سكن (بيت)", 100_000.0, REGULAR, "ar", True)
    plain = "".join(glyph.text for run in line.runs for glyph in run.glyphs)
    assert plain.index(")") < plain.index("("), "logical text, in the order of the paper"


def test_a_telephone_number_keeps_its_order_on_a_page_in_arabic() -> None:
    [line] = lines("(530) 555-0147", 100_000.0, REGULAR, "ar", True)
    assert "".join(g.text for run in line.runs for g in run.glyphs) == "(530) 555-0147"


@pytest.mark.parametrize("value", ["(530) 555-0147", "12 Main Street, Apt. 4", "7K2M-9QPX"])
@pytest.mark.parametrize("sentence", ["اتصل بالرقم {} واسأل", "{} هنا", "هنا: {}"])
def test_what_stands_in_a_sentence_keeps_its_order(value: str, sentence: str) -> None:
    """Among Arabic words a number would turn about, part by part."""
    [line] = lines(sentence.format(direction.aside(value)), 1e6, REGULAR, "ar", True)
    seen = "".join(g.text for run in line.runs for g in run.glyphs)
    assert value in seen
    assert line.text == sentence.format(value), "and is read aloud in order"
    [turned] = lines(sentence.format("(530) 555-0147"), 1e6, REGULAR, "ar", True)
    if not sentence.startswith("{"):
        assert "(530) 555-0147" not in "".join(g.text for run in turned.runs for g in run.glyphs)


def test_an_arabic_name_in_an_english_sentence_keeps_its_order() -> None:
    text = f"Call {direction.aside('محمد 42')} (2nd floor)."
    [line] = lines(text, 1e6, REGULAR, "en", False)
    assert line.text == "Call محمد 42 (2nd floor)."
    seen = "".join(g.text for run in line.runs for g in run.glyphs)
    assert seen.index("42") < seen.index("د") < seen.index("(2nd")


def test_marks_of_this_program_in_a_text_from_outside_are_dropped() -> None:
    text = "a\ufdd0b\ufdd1c\ufdd1\ufdd0\ufffc"
    [line] = lines(direction.aside(text), 1e6, REGULAR, "ar", True)
    assert line.text == "abc\ufffc"


def test_arabic_letters_join() -> None:
    [alone] = lines("ب", 1e6, REGULAR, "ar", True)
    [joined] = lines("ببب", 1e6, REGULAR, "ar", True)
    glyphs = {glyph.number for run in joined.runs for glyph in run.glyphs}
    assert glyphs != {glyph.number for run in alone.runs for glyph in run.glyphs}


def test_a_khmer_syllable_is_never_torn() -> None:
    word = "ខ្ញុំយល់ព្រមទទួលសេវា"
    for line in lines(word, 3000.0, REGULAR, "km", False):
        assert line.text[0] not in "្ុំាេ"


def test_khmer_breaks_where_its_words_end() -> None:
    found = lines("ខ្ញុំ\u200bយល់ព្រម\u200bទទួល\u200bសេវា", 4500.0, REGULAR, "km", False)
    assert all(line.text in "ខ្ញុំយល់ព្រមទទួលសេវា" for line in found)
    assert len(found) > 1


@pytest.mark.parametrize("text", ["我同意接受住房服務。", "住房（服務）、計劃。"])
def test_no_line_of_chinese_begins_with_a_full_stop(text: str) -> None:
    for measure in range(4000, 9000, 500):
        for line in lines(text, float(measure), REGULAR, "zh_Hant", False):
            assert line.text[0] not in "。、）"


def test_a_code_stays_on_one_line() -> None:
    assert breaking.units("D842-E7A4-6487") == ["D842-E7A4-6487"]
    assert breaking.units("Hernández-Villanueva") == ["Hernández-", "Villanueva"]


def test_a_typeface_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(faces._FILES, "latin", ("no_such_typefaces", "A.ttf"))
    with pytest.raises(faces.TypefaceMissing, match="no_such_typefaces are not installed"):
        faces.Face("latin", REGULAR)
