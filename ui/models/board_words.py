"""The words of the capacity board."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QLocale

from navigator_app.domain.board import Row
from navigator_app.domain.board_rows import PlanTold
from navigator_app.domain.what_if import Outlook
from navigator_app.i18n import _, ngettext
from navigator_app.runtime.clock import Clock
from navigator_app.services import capacity_board
from ui.models import words

TONES = {"over": "danger", "full": "warning", "room": "good", "unlimited": "neutral"}
"""How a state is drawn: a key of `ui.widgets.pill.KINDS`."""


def weight(hundredths: int) -> str:
    """A weight or load as a decimal without needless places: 12, 12.5."""
    text = f"{hundredths / 100:,.2f}".rstrip("0").rstrip(".")
    return text.replace(".", QLocale().decimalPoint()) if "." in text else text


def read_weight(text: str) -> int:
    """The hundredths of a typed decimal; ValueError for what is none."""
    plain = text.strip().replace(",", ".")
    if not plain or not plain.isascii() or plain.count(".") > 1 or len(plain) > 8:
        raise ValueError(text)
    whole, _point, part = plain.partition(".")
    if not (whole + part).isdecimal() or len(part) > 2:
        raise ValueError(text)
    return int(whole or "0") * 100 + int(part.ljust(2, "0") or "0")


def load(carried: int, limit: int | None, state: str) -> str:
    """A load against its limit, with its state in words."""
    if limit is None:
        return weight(carried)
    of = _("{load} of {limit}").format(load=weight(carried), limit=weight(limit))
    return f"{of}, {state_words(carried, limit, state)}"


def state_words(carried: int, limit: int | None, state: str) -> str:
    """How much room there is, in two words."""
    if limit is None:
        return _("no limit")
    left = weight(abs(limit - carried))
    if state == "over":
        return _("{n} over").format(n=left)
    return _("full") if state == "full" else _("room {n}").format(n=left)


def about(row: Row) -> str:
    """Leave first, then languages."""
    parts = []
    if row.away is not None:
        cover = words.isolated(row.away.cover) if row.away.cover else _("no cover")
        parts.append(_("Away to {day}, {cover}").format(day=short(row.away.last), cover=cover))
    else:
        parts += [_("Away from {day}").format(day=short(one.first)) for one in row.who.away[:1]]
    if row.who.languages:
        parts.append(", ".join(row.who.languages))
    return " · ".join(parts)


def about_lines(row: Row) -> tuple[str, str]:
    """The same in two short lines: leave and its cover where somebody is away today, else the
    languages, the longer half of them second."""
    if row.away is not None:
        cover = words.isolated(row.away.cover) if row.away.cover else _("no cover")
        return _("Away to {day}").format(day=short(row.away.last)), cover
    later = [_("Away from {day}").format(day=short(one.first)) for one in row.who.away[:1]]
    spoken = list(row.who.languages)
    if later:
        return later[0], ", ".join(spoken)
    half = len(spoken) // 2
    return ", ".join(spoken[:half]) + ("," if half else ""), ", ".join(spoken[half:])


def detail(row: Row) -> str:
    """All that is known of a person, in one line."""
    who = row.who
    parts = [words.isolated(who.name)]
    parts.append(_("{n} % of a post").format(n=who.share))
    if who.languages:
        parts.append(_("speaks {languages}").format(languages=", ".join(who.languages)))
    if who.areas:
        parts.append(_("works in {areas}").format(areas=", ".join(who.areas)))
    for one in who.away:
        cover = words.isolated(one.cover) if one.cover else _("nobody covers")
        days = f"{short(one.first)} – {short(one.last)}"
        parts.append(_("away {days}, {cover}").format(days=days, cover=cover))
    if not who.active:
        parts.append(_("works here no more"))
    return " · ".join(parts)


def definition(figure: str, stage: str = "") -> str:
    """How a number is counted; for a stage also what the stage is."""
    rules = capacity_board.rules()
    if stage:
        one = rules.stages[stage]
        return f"{_(one.title)}: {_(one.counted)}"
    if not figure:
        return ""
    return f"{_(rules.figures[figure].title)}: {_(rules.figures[figure].counted)}"


def told(one: PlanTold) -> tuple[str, str, str]:
    """Tone, pill and sentence of what a plan knows."""
    parts = []
    if one.heard is not None:
        parts.append(_("was told on {day}: {any} for any new member, {own} for own members").format(
            day=short(one.heard.told or one.heard.changed), any=one.heard.any_member,
            own=one.heard.own_members,
        ))  # fmt: skip
    else:
        parts.append(_("was never told"))
    if one.untold is not None:
        parts.append(_("not told yet, since {day}: {any} and {own}").format(
            day=short(one.untold.changed), any=one.untold.any_member, own=one.untold.own_members,
        ))  # fmt: skip
    sentence = f"{words.isolated(one.name)} " + "; ".join(parts)
    if one.due is None:
        pill = ("good", _("Told")) if one.heard is not None else ("neutral", _("Nothing told"))
        pill = pill if one.untold is None else ("neutral", _("No clock"))
        return *pill, sentence
    by = _("to be told by {day} ({source})").format(day=short(one.due), source=one.source)
    sentence = f"{sentence}; {by}"
    left = one.business_days_left if one.business_days_left is not None else one.days_left
    if (one.days_left or 0) < 0:
        return "danger", _("Overdue"), sentence
    days = ngettext("{n} day left", "{n} days left", left or 0).format(n=left or 0)
    return "warning", _("Today") if not one.days_left else days, sentence


def outlook(found: Outlook) -> str:
    """What was tried, in a sentence."""
    placed = ngettext(
        "{n} member would find somebody", "{n} members would find somebody", found.placed
    ).format(n=found.placed)
    parts = [placed]
    for count, text in (
        (found.over, _("{n} of them above a limit")),
        (found.unspoken, _("{n} with somebody who does not speak their language")),
        (found.outside, _("{n} outside the area")),
        (found.left, _("{n} would be left with nobody")),
    ):
        if count:
            parts.append(text.format(n=count))
    over = found.board.totals.over
    parts.append(ngettext("{n} person over the limit then", "{n} people over the limit then",
                          over).format(n=over))  # fmt: skip
    return ", ".join(parts) + "."


def short(day: date) -> str:
    """A day without its year, as the window writes days."""
    return words.short_day(day, day)


def last_set(found: tuple[str, str] | None, clock: Clock) -> str:
    """Since when the agency's own figures hold, and who set them."""
    if found is None:
        return _("As they came with the program.")
    day = clock.to_local(datetime.fromisoformat(found[0])).date()
    said = _("Last set on {day} by {name}; the journal keeps what held before.")
    return said.format(day=words.day(day), name=words.isolated(found[1]))
