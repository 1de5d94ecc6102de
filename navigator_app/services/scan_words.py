"""What is said of a scan: why a form was not attached, and what to do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from navigator_app.domain.scans import ScanRecord, Verdict
from navigator_app.errors import InputRejected
from navigator_app.forms.codes import Stamp
from navigator_app.forms.scanning import MOST_BYTES, MOST_PAGES, Trouble
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import phrases
from navigator_app.services.attachment_words import size_words

SAID: dict[Verdict, tuple[str, str]] = {
    Verdict.BLANK: (
        N_("A blank form: its code does not say whose it is."),
        N_("Say whose it is, and it is attached."),
    ),
    Verdict.FOREIGN: (
        N_("Its code is not in this caseload: another agency’s form, or another store’s."),
        N_("Give it back to whoever it belongs to. Nothing was attached."),
    ),
    Verdict.OTHER_MEMBER: (
        N_("This form was printed for another member. Nothing was attached."),
        N_("Scan it without naming a member; it finds its own."),
    ),
    Verdict.FILE_ITSELF: (
        N_("This is the file itself, not a signed paper. Nothing was attached."),
        N_("Scan or photograph the paper once it is signed, or attach this file by hand."),
    ),
    Verdict.SEVERAL: (
        N_("There are several forms on this page. Nothing was attached."),
        N_("Scan each sheet by itself."),
    ),
    Verdict.NO_CODE: (
        N_("No code was found on this page."),
        N_("Attach it to a member by hand, or scan it again, flat and in good light."),
    ),
    Verdict.EMPTY: (N_("There is nothing on this page."), ""),
}

_SHEETS: dict[Trouble, tuple[str, str]] = {
    Trouble.TOO_MUCH: (
        N_("This page unfolds to more than can be looked at safely."),
        N_("Scan the paper again at 300 dots an inch."),
    ),
    Trouble.TOO_LONG: (
        N_("This page takes longer to draw than any paper does; it was given up."),
        N_("Print it on paper and scan that, at 300 dots an inch."),
    ),
    Trouble.BROKEN: (
        N_("This page is damaged; it cannot be looked at."),
        N_("Scan the paper again."),
    ),
}
_FILES: dict[Trouble, tuple[str, str]] = {
    **_SHEETS,
    Trouble.LOCKED: (
        N_("This PDF asks for a password."),
        N_("Save it without one, or scan the paper again."),
    ),
    Trouble.HEIC: (
        N_("This is an iPhone’s own kind of photo (HEIC), in which no code can be read."),
        N_("Send it as JPEG: on the phone, Settings, Camera, Formats, Most Compatible."),
    ),
    Trouble.TOO_MUCH: (
        N_("This file unfolds to more than can be looked at safely."),
        N_("Scan the paper again at 300 dots an inch."),
    ),
    Trouble.TOO_LONG: (
        N_("This file takes longer to look at than any paper does; it was given up."),
        N_("Print it on paper and scan that, at 300 dots an inch."),
    ),
    Trouble.NO_READER: (
        N_("The part of the program that looks at scans did not start."),
        N_("Try again; if it happens again, restart the computer."),
    ),
    Trouble.BROKEN: (
        N_("The file is damaged; it cannot be looked at."),
        N_("Scan the paper again, or copy the file once more."),
    ),
    Trouble.STOPPED: (N_("Stopped. Nothing of this file was attached."), ""),
}


def said(verdict: Verdict) -> tuple[str, str]:
    """Why, and what to do."""
    why, then = SAID[verdict]
    return _(why), _(then) if then else ""


def of_sheet(trouble: Trouble) -> tuple[str, str]:
    """What is wrong with one page, and what to do."""
    why, then = _SHEETS.get(trouble, _SHEETS[Trouble.BROKEN])
    return _(why), _(then)


def of_file(trouble: Trouble) -> InputRejected:
    """Why a whole file was not looked at; it belongs to the field "file"."""
    if trouble is Trouble.TOO_MANY_PAGES:
        text = _("The file has more than {n} pages.").format(n=MOST_PAGES)
        return InputRejected("file", text, _("Split it into smaller ones."))
    why, then = _FILES[trouble]
    return InputRejected("file", _(why), _(then) if then else "")


def too_large() -> InputRejected:
    """A scan larger than any."""
    return InputRejected(
        "file",
        _("It is larger than {most}, the most one scan may have.").format(
            most=size_words(MOST_BYTES)
        ),
        _("Scan it at 300 dots an inch, or split it into several files."),
    )


def differs(stamp: Stamp, record: ScanRecord) -> str:
    """What the paper says otherwise than the record; "" when they agree."""
    named = [
        (_("form"), stamp.kind, record.kind),
        (_("version"), str(stamp.version), str(record.version)),
        (_("language"), stamp.language, record.language),
        (_("text"), stamp.text_hash, record.text_hash),
    ]
    parts = [
        _("{what} {paper}, on record {record}").format(what=what, paper=paper, record=kept)
        for what, paper, kept in named
        if paper.lower() != kept.lower()
    ]
    return "; ".join(parts)


def other_text(parts: str) -> tuple[str, str]:
    """The paper is not the one that was printed."""
    return (
        _("The paper is not what was printed under this code ({parts}).").format(parts=parts),
        _("Look at it; if it is right all the same, attach it by hand."),
    )


def voided(record: ScanRecord, on: date) -> tuple[str, str]:
    """A spoiled sheet."""
    day = phrases.day(on)
    why = record.voided_why or _("no reason was given")
    return (
        _("This sheet was voided on {day}: {why}.").format(day=day, why=why.rstrip(".")),
        _("It may not be used. Print a new one and have that signed."),
    )


def home(on: date | None) -> tuple[str, str]:
    """The paper is home already, whole since that day, or these pages of it."""
    if on is None:
        return _("These pages came home before; they are not kept twice."), ""
    text = _("This form came home on {day}; it is not kept twice.")
    return text.format(day=phrases.day(on)), ""


def attached(pages: int) -> str:
    """So many pages found their place."""
    return ngettext("Attached: {n} page.", "Attached: {n} pages.", pages).format(n=pages)


def missing(pages: Collection[int], count: int, of: int) -> tuple[str, str]:
    """Some pages did not come: their numbers, or how many where they are not known."""
    if pages:
        numbers = ", ".join(str(page) for page in sorted(pages))
        why = ngettext(
            "Page {numbers} of {of} is missing.", "Pages {numbers} of {of} are missing.", len(pages)
        ).format(numbers=numbers, of=of)
    else:
        why = _("{n} of {of} pages came.").format(n=count, of=of)
    return why, _("What came is attached. Scan the rest; it goes to the same form.")


def returned() -> str:
    """A sheet about nobody in particular."""
    return _("Marked as returned. The scan is not kept: it is of no one member.")


def by_hand() -> str:
    """Attached because somebody said whose it is."""
    return _("Attached by hand.")
