"""How a find of a scan is shown: state, words and the steps that can be taken."""

from __future__ import annotations

from navigator_app.domain.scans import BY_HAND, ScanFind, Verdict
from navigator_app.i18n import N_, _, ngettext
from ui.models import words

PAPER, MEMBER, CONSENT, HAND = "paper", "member", "consent", "hand"

_STATES: dict[Verdict, tuple[str, str]] = {
    Verdict.ATTACHED: ("good", N_("Attached")),
    Verdict.INCOMPLETE: ("warning", N_("Pages missing")),
    Verdict.RETURNED: ("good", N_("Returned")),
    Verdict.HOME: ("info", N_("Home already")),
    Verdict.BLANK: ("pending", N_("Whose is it?")),
    Verdict.FOREIGN: ("danger", N_("Not from here")),
    Verdict.OTHER_TEXT: ("danger", N_("Not as printed")),
    Verdict.OTHER_MEMBER: ("danger", N_("Another member’s")),
    Verdict.VOIDED: ("danger", N_("Voided")),
    Verdict.FILE_ITSELF: ("warning", N_("Not signed")),
    Verdict.SEVERAL: ("warning", N_("Several forms")),
    Verdict.NO_CODE: ("pending", N_("No code found")),
    Verdict.REFUSED: ("warning", N_("Not kept")),
    Verdict.UNREADABLE: ("danger", N_("Cannot be read")),
    Verdict.EMPTY: ("neutral", N_("Empty")),
}


def state(find: ScanFind) -> tuple[str, str]:
    """The kind of pill and its word."""
    kind, word = _STATES[find.verdict]
    return kind, _(word)


def title(find: ScanFind) -> str:
    """What it is and whose: "Consent … · Ana Ruiz", or the pages where it is nothing known."""
    name = words.isolated(find.member_name) if find.member_name else ""
    return " · ".join(part for part in (find.title or pages(find), name) if part)


def pages(find: ScanFind) -> str:
    """Which pages of the file."""
    numbers = ", ".join(str(page) for page in sorted(find.pages))
    return ngettext("Page {n}", "Pages {n}", len(find.pages)).format(n=numbers)


def told(find: ScanFind) -> str:
    """Why, what to do, and where it lies in the file."""
    parts = [f"{find.why} {find.then}".strip()]
    if find.title:
        parts.append(_("{pages} of the file").format(pages=pages(find)))
    return "\n".join(parts)


def steps(find: ScanFind, member_name: str) -> list[tuple[str, str, str]]:
    """What can be done with it: (step, words, icon), the first one most likely."""
    found: list[tuple[str, str, str]] = []
    if find.offers and find.attachment_id:
        found.append((CONSENT, _("Record the consent"), "check"))
    if find.verdict in BY_HAND and find.verdict is not Verdict.HOME:
        words_ = (
            _("Attach to {name}").format(name=words.isolated(member_name))
            if member_name
            else _("Attach to a member…")
        )
        found.append((HAND, words_, "user"))
    if find.attachment_id:
        found.append((PAPER, _("Look at it"), "show"))
    if find.member_id and not member_name:
        found.append((MEMBER, _("Open the member"), "forward"))
    return found


def empty(count: int) -> str:
    """So many pages of a file had nothing on them."""
    return ngettext("{n} empty page was left out.", "{n} empty pages were left out.", count).format(
        n=count
    )
