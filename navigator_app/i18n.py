"""gettext for the interface; a printed form takes its own language (`translation`)."""

from __future__ import annotations

import gettext as _gettext
from functools import lru_cache
from pathlib import Path

from navigator_app.paths import bundled

_current: list[_gettext.NullTranslations] = [_gettext.NullTranslations()]


@lru_cache(maxsize=32)
def translation(
    language: str, domain: str = "navigator", folder: Path | None = None
) -> _gettext.NullTranslations:
    """The catalogue of a language ("es"); the source text where there is none.

    `folder` holds the languages, the bundled ones by default.
    """
    where = folder or bundled("locales")
    if _gettext.find(domain, where, [language]) is None:
        written = where / language / "LC_MESSAGES" / f"{domain}.po"
        if written.is_file():
            return _compiled(written)
    return _gettext.translation(domain, where, [language], fallback=True)


def _compiled(po: Path) -> _gettext.GNUTranslations:
    """Compile a .po in memory: a checkout holds no .mo, only a wheel does."""
    import io

    from babel.messages.mofile import write_mo  # 60 ms, for translators only
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    with po.open("rb") as file:
        write_mo(out, read_po(file))
    out.seek(0)
    return _gettext.GNUTranslations(out)


def use_language(language: str, folder: Path | None = None) -> None:
    """Choose the interface's language for `_` and `ngettext`; "" is the source text."""
    _current[0] = translation(language, folder=folder) if language else _gettext.NullTranslations()


def _(message: str) -> str:
    """Translate a message of the interface. Never at import time: mark with `N_` there."""
    return _current[0].gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Translate with the right plural for a count."""
    return _current[0].ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for the catalogue without translating it yet."""
    return message
