"""The words of a form in its language; what is not translated is listed and marked on paper."""

from __future__ import annotations

import copy
import gettext
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from navigator_app.errors import InputRejected
from navigator_app.forms.reading import words
from navigator_app.i18n import translation

LANGUAGES = {
    "en": "English", "es": "Español", "zh_Hant": "繁體中文", "zh_Hans": "简体中文",
    "vi": "Tiếng Việt", "ko": "한국어", "tl": "Tagalog", "hy": "Հայերեն", "ru": "Русский",
    "fa": "فارسی", "ar": "العربية", "km": "ខ្មែរ", "hmn": "Hmoob",
}  # fmt: skip
"""The languages a member may choose, each by its own name."""
RIGHT_TO_LEFT = frozenset({"ar", "fa"})
SOURCE = "en"
IN_ENGLISH = "(English)"
"""Stands before a text that the language does not have."""
_BABEL = {"tl": "fil", "en": "en_US"}


class _Absent(gettext.NullTranslations):
    """Stands behind a catalogue and remembers what was asked in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, None] = {}

    def gettext(self, message: str) -> str:
        self.asked[message] = None
        return message


class Texts:
    """The texts of one printing: `absent` is what the language does not have."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        """Take a language of LANGUAGES; `folder` holds other catalogues than the bundled."""
        self.language = language
        self.right_to_left = language in RIGHT_TO_LEFT
        self._absent = _Absent()
        self._found: gettext.NullTranslations | None = None
        if language != SOURCE:
            self._found = copy.copy(translation(language, "forms", folder))
            self._found.add_fallback(self._absent)

    @property
    def absent(self) -> tuple[str, ...]:
        """The texts that were asked for and are not translated, in order."""
        return tuple(self._absent.asked)

    def of(self, text: str) -> str:
        """The text in the language; in English and marked so where it has none."""
        if self._found is None or not text:
            return text
        told = self._found.gettext(text)
        if text in self._absent.asked:
            return f"{IN_ENGLISH} {text}"
        return told

    def word(self, key: str, **values: object) -> str:
        """One of the words that every form has."""
        return self.of(words()[key]).format(**values)

    def day(self, day: date) -> str:
        """A date as the language writes it."""
        from babel.dates import format_date  # 60 ms, for printing only

        if self.language == "hmn":  # unknown to CLDR: the numbers that the office writes
            return day.strftime("%m/%d/%Y")
        return format_date(day, "long", _BABEL.get(self.language, self.language))

    def moment(self, at: datetime) -> str:
        """A day and its time as the language writes them, by the clock it was told in; the zone
        stands behind it, for one hour of the year comes twice."""
        from babel.dates import format_time

        zone = at.tzname() or ""
        if self.language == "hmn":
            return f"{at:%m/%d/%Y %I:%M %p} {zone}".strip()
        locale = _BABEL.get(self.language, self.language)
        # CLDR puts a narrow space before AM and PM, which a search does not know.
        told = format_time(at.time(), "short", locale=locale).replace("\u202f", " ")
        return f"{self.day(at.date())} {told} {zone}".strip()


def checked(language: str) -> str:
    """The code as the catalogues spell it ("zh-Hant" → "zh_Hant"); InputRejected if unknown."""
    code = language.strip().replace("-", "_")
    if code in LANGUAGES:
        return code
    raise InputRejected(
        "language",
        f"Forms are not printed in the language {code[:20]}.",
        f"Choose one of {', '.join(LANGUAGES)}.",
    )


@lru_cache(maxsize=32)
def untranslated(language: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these texts a language does not have."""
    asked = Texts(language)
    for text in texts:
        asked.of(text)
    return asked.absent
