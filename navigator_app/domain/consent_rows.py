"""What a page shows of a member's consents, and what a write of one made: frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.consents import Consent
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service


@dataclass(frozen=True, slots=True)
class OpenNo:
    """A referral that still runs though the member said no to being served.

    `form` is where the no is written down: "new_referral" when its way in asks for that day, else
    "later_days", where the request is taken back.
    """

    referral_id: str
    service: Service
    form: str


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A form that was printed for the member to sign: its code, also as it is read, its title."""

    code: str
    shown: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class ConsentDesk:
    """A member's consents, the latest first, with what a form is filled in with."""

    member_id: str
    member_name: str
    agency: str
    language: str
    consents: tuple[Consent, ...]
    left: int = 0  # times that something left about the member
    no: tuple[OpenNo, ...] = ()  # what a refusal asks somebody to look at
    papers: tuple[PaperOut, ...] = ()  # printed to be signed, the latest first


@dataclass(frozen=True, slots=True)
class Kept:
    """What a write made: the consent's id, what it touched, the transaction that `undo` takes
    back.

    `opted_in` names the services whose referral got the day of the member's yes; `not_told` says
    why it could not be written on one.
    """

    id: str
    changes: Changes
    undo: str
    opted_in: tuple[Service, ...] = ()
    not_told: str = ""


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A consent near its end that nothing newer stands for."""

    id: str
    member_id: str
    member: str
    plan: str
    kind: str
    recipient: str
    ends: date
