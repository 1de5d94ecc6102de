"""Is the store encrypted, whole, and its journal unbroken?"""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain import record_codes
from navigator_app.domain.signatures import Seal
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of `verify`."""

    encrypted: bool
    integrity: bool
    journal: bool
    entries: int
    problem: str  # empty when all is well
    signatures: bool = True  # every form signed on the screen stands as it was sealed
    signed: int = 0
    removed: int = 0  # of those, whose document was removed with a reason: only the record stands


def verify(ws: Workspace) -> Verification:
    """Check the cipher's page codes, the database, every link of the journal's chain, that
    the rows are what the journal tells, and the seal of every form signed on the screen."""
    from navigator_app.store import integrity, journal_read, journal_replay  # rarely asked for

    encrypted = integrity.is_encrypted(ws.store)
    fault = integrity.check(ws.store)
    entries, broken = (0, fault) if fault else journal_read.verify(ws.store)
    if not fault and not broken:
        broken = journal_replay.problem(ws.store)
    unsealed, signed, removed = ("", 0, 0) if fault else _seals(ws)
    problem = integrity.clear_text_problem() if not encrypted else fault or broken or unsealed
    return Verification(
        encrypted, not fault, not broken, entries, problem, not unsealed, signed, removed
    )


def _seals(ws: Workspace) -> tuple[str, int, int]:
    """What is wrong with the forms signed on the screen, "" when nothing is; how many there are,
    and of how many the document was removed."""
    from navigator_app.services import sign_form_seal

    found, count = sign_form_seal.check_all(ws)
    removed = sum(Seal.REMOVED in one.broken for one in found)
    if gone := sign_form_seal.missing(ws):
        told = _("{n} signatures are gone that the journal tells of.").format(n=len(gone))
        return told, count, removed
    altered = [one for one in found if one.broken != (Seal.REMOVED,)]
    if not altered:
        return "", count, removed
    said = " ".join(sign_form_seal.words(part) for part in altered[0].broken)
    code = record_codes.shown(altered[0].signature.code)
    return _("Signed form {code}: {what}").format(code=code, what=said), count, removed
