"""A form signed on the screen: what is signed, by whom, and whether the seal still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from navigator_app.domain.consents import Consent, Signer
from navigator_app.domain.records import Changes


@dataclass(frozen=True, slots=True)
class SignableForm:
    """A form that makes a consent record when it is signed. `consent` is the id of its kind;
    `act` what signing it does: "give", "refuse" or "revoke"."""

    kind: str
    title: str
    about: str
    consent: str
    act: str


@dataclass(frozen=True, slots=True)
class SignDesk:
    """What the form that asks needs to know of a member."""

    member_id: str
    member_name: str
    agency: str
    language: str  # the code forms are printed in for the member
    forms: tuple[SignableForm, ...]
    languages: Mapping[str, str]  # code → own name
    standing: tuple[Consent, ...]  # consents that can be taken back
    large: bool = False  # the member asked the plan for large print
    services: tuple[str, ...] = ()  # slugs of the services that open referrals ask for


@dataclass(frozen=True, slots=True)
class SignDraft:
    """What is signed and by whom, before the hand: what the form is filled in with, too.

    `revokes` is the id of the consent that is taken back; `large` prints in large print.
    """

    member_id: str
    kind: str
    language: str = "en"
    large: bool = False
    consent: str = ""  # the kind refused, of a form that serves every kind
    discloser: str = ""
    recipient: str = ""
    recipient_class: bool = False
    categories: tuple[str, ...] = ()
    purpose: str = ""
    expires_on: date | None = None
    expires_event: str = ""
    signer: Signer = Signer.MEMBER
    signer_name: str = ""
    authority: str = ""
    witness: str = ""
    interpreter: str = ""
    revokes: str = ""
    services: tuple[str, ...] = ()
    filled: Mapping[str, str] = field(default_factory=dict)  # by the key of an `Asked`


GAP = "________"
"""What stands where nothing was filled in."""


class Part(Enum):
    """What a piece of the shown text is."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    NOTICE = "notice"
    FIELD = "field"  # a label and what was filled in
    CHOICE = "choice"  # a box to tick
    SIGN = "sign"  # what the signature says


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One piece of a form as it stands on the screen; `value` is what is filled in, `ticked` says
    how a choice stands."""

    part: Part
    text: str
    value: str = ""
    ticked: bool = False

    @property
    def line(self) -> str:
        """As one line of plain text."""
        if self.part is Part.CHOICE:
            return " ".join(filter(None, ("[x]" if self.ticked else "[ ]", self.text, self.value)))
        if self.part is Part.FIELD:
            return f"{self.text}: {self.value or GAP}"
        return f"- {self.text}" if self.part is Part.ITEM else self.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A place of a form that the record has nothing for: filled in on the screen before anybody
    signs. `box` is a box to tick, `words` asks for words beside it (a line has words alone).

    One of a `group` with `needed` must be ticked or filled in: the law asks for that element.
    """

    key: str
    group: str
    text: str  # in the language of the form
    box: bool = False
    words: bool = False
    needed: bool = False
    law: tuple[str, ...] = ()
    heading: str = ""  # the heading it stands below


@dataclass(frozen=True, slots=True)
class Shown:
    """A form on the screen: all of its text in its language, in the order of the paper."""

    kind: str
    title: str
    language: str
    right_to_left: bool
    parts: tuple[ShownPart, ...]
    asked: tuple[Asked, ...] = ()
    sign_here: str = ""  # what stands at the line to sign on
    untranslated: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain lines: what is kept as the words that were shown."""
        return "\n".join(one.line for one in (ShownPart(Part.TITLE, self.title), *self.parts))


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature made: what `undo` takes back, what stands in the store."""

    signature_id: str
    printed_form_id: str
    consent_id: str
    attachment_id: str
    code: str
    changes: Changes
    undo: str
    not_told: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature on record."""

    id: str
    printed_form_id: str
    consent_id: str
    attachment_id: str
    pdf_sha256: str
    text_hash: str
    language: str
    shown_text: str
    signer: Signer
    signer_name: str
    authority: str
    witness: str
    interpreter: str
    strokes: str
    signed_at: datetime
    zone: str
    by: str  # who was there with the program
    member_id: str
    kind: str
    version: int
    code: str
    form_hash: str  # of the printed form's own row
    form_attachment_id: str
    voided_at: datetime | None
    file_sha256: str  # of the attachment's row
    file_removed: bool


class Seal(Enum):
    """What of a signature does not stand as it was sealed."""

    BYTES = "bytes"  # a byte of the document
    SWAPPED = "swapped"  # another document stands in its place
    REMOVED = "removed"
    TEXT = "text"  # the words of the form
    INK = "ink"  # the hand in the document is not the hand on record
    STROKES = "strokes"  # the hand on record cannot be read
    JOURNAL = "journal"  # the row is not as the journal tells


@dataclass(frozen=True, slots=True)
class SealCheck:
    """One signature looked at; no `broken` means that it stands as it was sealed.

    `wording_now` says that the program's own form still has the words that were signed.
    """

    signature: Signature
    broken: tuple[Seal, ...]
    wording_now: bool = True

    @property
    def sound(self) -> bool:
        """True when nothing was altered."""
        return not self.broken


class CopyState(Enum):
    """What a document from outside is."""

    OURS = "unaltered"
    ALTERED = "altered"  # it bears our code, and its bytes are others
    UNSIGNED = "unsigned"  # it bears the code of a form that was not signed on the screen
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """A document looked at: what it is, and of which signature (none of a foreign one)."""

    state: CopyState
    code: str = ""
    check: SealCheck | None = None
