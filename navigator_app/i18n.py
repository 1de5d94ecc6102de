"""gettext for the interface; a printed form takes its own language (`translation`)."""

from __future__ import annotations

import gettext as _gettext
from functools import lru_cache

from navigator_app.paths import bundled

_current: list[_gettext.NullTranslations] = [_gettext.NullTranslations()]


@lru_cache(maxsize=32)
def translation(language: str, domain: str = "navigator") -> _gettext.NullTranslations:
    """The catalogue of a language ("es"); the source text where there is none."""
    return _gettext.translation(domain, bundled("locales"), [language], fallback=True)


def use_language(language: str) -> None:
    """Choose the interface's language for `_` and `ngettext`."""
    _current[0] = translation(language)


def _(message: str) -> str:
    """Translate a message of the interface. Never at import time: mark with `N_` there."""
    return _current[0].gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Translate with the right plural for a count."""
    return _current[0].ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for the catalogue without translating it yet."""
    return message
