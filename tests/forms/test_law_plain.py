"""What members read is plain: short sentences, short words, about the sixth grade or below."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from navigator_app.forms import reading

MEMBERS = [kind for kind in reading.kinds() if reading.form(kind).audience == "member"]
GRADE = 7.0
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_FACT = re.compile(r"\{[^{}]*\}")


def syllables(word: str) -> int:
    """Groups of vowels; a silent e, es or ed at the end is none."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(plain))
    if re.search(r"[^aeiouyl]e$|[^aeiouycgszx]es$|[^aeiouytd]ed$", plain):
        count -= 1
    return max(1, count)


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [one for text in texts for one in _SENTENCE.split(_FACT.sub("Ana", text))]
    counted = [words for words in (re.findall(r"[A-Za-z'’-]+", one) for one in sentences) if words]
    words = [word for one in counted for word in one]
    return 0.39 * len(words) / len(counted) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def prose(kind: str) -> list[str]:
    """The whole sentences of a form; labels and headings would make it look easier."""
    return [text for text in reading.form(kind).texts() if text.endswith(".")]


def test_the_measure_itself() -> None:
    assert [syllables(word) for word in ("home", "table", "signed", "wanted", "services")] == [
        1, 2, 1, 2, 3,
    ]  # fmt: skip
    easy = grade(["The cat sat on the mat."])
    hard = grade(
        ["The aforementioned authorization necessitates comprehensive documentation of "
         "individually identifiable information."]
    )  # fmt: skip
    assert easy == pytest.approx(-1.45, abs=0.05)
    assert hard > 20


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_form_for_members_is_plain(kind: str) -> None:
    assert grade(prose(kind)) <= GRADE
    assert grade(reading.form(kind).texts()) <= GRADE


@pytest.mark.parametrize("kind", MEMBERS)
def test_no_sentence_runs_long(kind: str) -> None:
    """A sentence of more than 25 words is two; a law's own list is let be."""
    for text in prose(kind):
        for sentence in _SENTENCE.split(text):
            assert len(sentence.split()) <= 30, sentence
