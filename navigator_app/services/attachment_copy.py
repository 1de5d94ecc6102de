"""A copy of a photo or scan that leaves the store: asked of the gate, accounted for, written.

The paper goes whole or not at all. The line that says it left is written in the transaction of the
leaving: a file that could not be written leaves no line, and none leaves without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from navigator_app.domain import plain_text
from navigator_app.domain.attachment_types import HEIC, JPEG, PDF, PNG, TIFF, WEBP
from navigator_app.domain.attachments import Attachment
from navigator_app.domain.consents import Verdict, Way
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import attachments, gate, part_2, part_2_notice
from navigator_app.services.part_2_notice import Companion
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_intake

WHAT = "attachment"

_ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", TIFF: ".tiff", HEIC: ".heic"}
_FORBIDDEN = frozenset('<>:"/\\|?*')


@dataclass(frozen=True, slots=True)
class CopyDraft:
    """To whom a copy goes, what for, and what can be read on it. `override` is the reason to let
    it go where no consent does."""

    attachment_id: str
    recipient: str
    purpose: str
    categories: tuple[str, ...]
    override: str = ""

    @property
    def way(self) -> Way:
        """As the gate is asked; white space around a name makes no other recipient."""
        return Way(WHAT, plain_text.line(self.recipient), self.purpose, self.categories)


def about(ws: Workspace, attachment_id: str) -> tuple[Attachment, str]:
    """The paper, and whose it is. NotFound when there is none."""
    found = attachments.get(ws, attachment_id)
    return found, reads_intake.member_name(ws.store, found.member_id) or ""


def ask(ws: Workspace, draft: CopyDraft) -> Verdict:
    """What the gate says; nothing is written. InputRejected names the field that is missing."""
    found = attachments.get(ws, draft.attachment_id)
    return gate.ask(ws, _way(ws, draft, found), [found.member_id])[0]


def save(ws: Workspace, draft: CopyDraft, out: Path) -> Changes:
    """Write the paper to a file and account for it.

    With substance-use records that go under a consent go, as files beside it, the notice and the
    consent (42 CFR 2.32). ConsentNeeded where the gate withholds something and no reason was given,
    or one of those two is missing; TransferFailed when a file cannot be written: then none is left,
    and the old file of that name stays.
    """
    from navigator_app.exchange.atomic import write_atomically

    found = attachments.get(ws, draft.attachment_id)
    way = _way(ws, draft, found)
    verdicts = gate.ask(ws, way, [found.member_id])
    gate.pass_or_refuse(verdicts, draft.override)
    data = attachments.content(ws, draft.attachment_id)  # checked whole before any of it leaves
    along = {
        beside(out, one): one.data for one in part_2_notice.companions(ws, way, found.member_id)
    }
    written: list[Path] = []
    try:
        with ws.transaction("give_attachment") as tx:
            gate.account(ws, tx, way, verdicts, detail=found.title, override=draft.override)
            for path, some in (*along.items(), (out, data)):
                write_atomically(path.parent, path.name, [some])
                written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return Changes(members=frozenset({found.member_id}))


def missing(ws: Workspace, draft: CopyDraft) -> str:
    """What has to be there before the copy may be saved, in words; "" for nothing."""
    found = attachments.get(ws, draft.attachment_id)
    return part_2_notice.ready(ws, _way(ws, draft, found), found.member_id)


def beside(out: Path, companion: Companion) -> Path:
    """Where what goes along is written: "Letter.png" has "Letter (notice).pdf" beside it."""
    ending = _ENDINGS.get(companion.media_type, "")
    return out.with_name(f"{out.stem} ({companion.name}){ending}")


def _way(ws: Workspace, draft: CopyDraft, paper: Attachment) -> Way:
    """The way out, with what the paper is marked to tell, whatever is said of it: a consent to
    share substance-use records alone names its signer as a patient. The signer may have a copy."""
    way = draft.way
    if not part_2.marked(ws, "attachment", paper.id):
        return way
    if gate.for_the_member(ws, way, paper.member_id):
        return way
    return part_2.including(way)


def file_name(row: Attachment) -> str:
    """A name to begin with: the paper's own title, as file systems take it."""
    title = "".join("-" if one in _FORBIDDEN or not one.isprintable() else one for one in row.title)
    return (title.strip(" .")[:80] or _("Paper")) + _ENDINGS.get(row.media_type, "")
