"""How the window names the languages of forms, and how a translation stands."""

from __future__ import annotations

from collections.abc import Mapping

from navigator_app.i18n import N_, _
from navigator_app.services.form_reviews import Standing, Translation

_LANGUAGES = {
    "en": N_("English"),
    "es": N_("Spanish"),
    "zh_Hant": N_("Chinese (traditional)"),
    "zh_Hans": N_("Chinese (simplified)"),
    "vi": N_("Vietnamese"),
    "ko": N_("Korean"),
    "tl": N_("Tagalog"),
    "hy": N_("Armenian"),
    "ru": N_("Russian"),
    "fa": N_("Farsi"),
    "ar": N_("Arabic"),
    "km": N_("Khmer"),
    "hmn": N_("Hmong"),
}

_STANDING = {
    Standing.DRAFT: ("neutral", N_("Draft")),
    Standing.REVIEWED: ("good", N_("Reviewed")),
    Standing.FALLEN: ("danger", N_("Words changed")),
}


def name(code: str) -> str:
    """The language in the window's own: "Chinese (traditional)"."""
    return _(_LANGUAGES.get(code, code))


def language(code: str, names: Mapping[str, str]) -> str:
    """The same with what its readers call it, where that is another word."""
    ours, theirs = name(code), names.get(code, "")
    return f"{ours} · {theirs}" if theirs and theirs != ours else ours


def standing(found: Translation) -> tuple[str, str]:
    """Kind and word of a pill: what lacks comes before what is reviewed."""
    if found.missing:
        return "warning", _("{n} missing").format(n=len(found.missing))
    kind, word = _STANDING[found.standing]
    return kind, _(word)
