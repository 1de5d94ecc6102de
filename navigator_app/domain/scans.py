"""What came of a scan of printed forms: each form found in it, and what to do where it could not be
attached."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from navigator_app.domain.records import Changes


class Verdict(StrEnum):
    """What a form or a page of a scan turned out to be."""

    ATTACHED = "attached"
    INCOMPLETE = "pages-missing"  # attached; some of its pages have not come yet
    RETURNED = "returned"  # a sheet of nobody's own, marked as home
    HOME = "already-home"
    BLANK = "blank"  # a form without a record: whose it is must be said
    FOREIGN = "foreign"  # a code of another agency's, or of a record that is not here
    OTHER_TEXT = "other-text"  # version or words are not those that were printed
    OTHER_MEMBER = "other-member"  # not of the member it was said to be of
    VOIDED = "voided"
    FILE_ITSELF = "the-file-itself"  # as it was saved, not a paper that somebody signed
    SEVERAL = "several-codes"  # on one page
    NO_CODE = "no-code"
    REFUSED = "refused"  # the bytes could not be kept
    UNREADABLE = "unreadable"
    EMPTY = "empty"  # a page with nothing on it


WELL = frozenset({Verdict.ATTACHED, Verdict.INCOMPLETE, Verdict.RETURNED})
"""What found its place."""
BY_HAND = frozenset(
    {
        Verdict.BLANK, Verdict.OTHER_TEXT, Verdict.NO_CODE, Verdict.SEVERAL, Verdict.UNREADABLE,
        Verdict.HOME, Verdict.FILE_ITSELF,
    }
)  # fmt: skip
"""What a person may attach to a member all the same."""


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """A printed form as a scan of it needs it. `came` are the pages that are home, by attachment;
    0 stands for a page whose code does not say its number."""

    id: str
    code: str
    kind: str
    version: int
    text_hash: str
    language: str
    pages: int
    member_id: str
    member_name: str
    consent_id: str
    about: str
    about_id: str
    attachment_id: str
    came: tuple[tuple[str, tuple[int, ...]], ...]
    returned_at: str
    printed_at: str
    voided_at: str
    voided_why: str

    @property
    def home(self) -> frozenset[int]:
        """The numbers of its pages that are home."""
        return frozenset(page for _key, pages in self.came for page in pages if page)


@dataclass(frozen=True, slots=True)
class ScanFind:
    """One form of a scan, or one page that is none. `pages` are those of the file, from 1.

    `why` says it in words, `then` what to do. `offers` is the kind of consent that can be recorded
    now, "" where none is missing.
    """

    pages: tuple[int, ...]
    verdict: Verdict
    why: str
    then: str = ""
    code: str = ""
    kind: str = ""
    title: str = ""
    version: int = 0
    language: str = ""
    member_id: str = ""
    member_name: str = ""
    attachment_id: str = ""
    printed_form_id: str = ""
    offers: str = ""


@dataclass(frozen=True, slots=True)
class ScanTaken:
    """A whole file: what it was and what came of each form in it."""

    file: str
    sha256: str
    pages: int
    found: tuple[ScanFind, ...]
    changes: Changes

    @property
    def well(self) -> bool:
        """True when anything of it found its place."""
        return any(one.verdict in WELL for one in self.found)


@dataclass(frozen=True, slots=True)
class ConsentOnPaper:
    """What a consent is filled in with from the signed paper that came home."""

    printed_form_id: str
    kind: str
    form: str  # the code as it stands on the paper
    attachment_id: str
    language: str
    filled: tuple[tuple[str, str], ...] = ()
