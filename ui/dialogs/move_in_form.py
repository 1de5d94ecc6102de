"""The fields of a move-in: what there is to choose from, and how they are laid out."""

from __future__ import annotations

from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.i18n import _
from navigator_app.services.move_in_desk import MoveInDesk
from ui import theme
from ui.models import housing_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.card import Rule
from ui.widgets.check_group import CheckGroup
from ui.widgets.day_field import DayField
from ui.widgets.note_box import NoteBox
from ui.widgets.text import Heading, Muted

if TYPE_CHECKING:
    from ui.dialogs.move_in import MoveInDialog

APPLICATION, UNIT = "application:", "unit:"
"""What the key of a home begins with: one on the member's board, one of the directory."""

OTHERS, HTNS, HTSS = "others", "htns", "htss"
"""What may follow from a move-in."""


def add_fields(form: MoveInDialog, desk: MoveInDesk) -> None:
    """All fields, empty."""
    today = desk.today
    form.add("home", _("Which home"), choice_field(homes(desk)))
    form.add("address", _("Address"), QLineEdit(), _("With the number of the home and the city"))
    form.add("move_in", _("Moved in on"), DayField(today))
    form.add("lease_starts", _("Lease from"), DayField(today))
    form.add("lease_ends", _("Lease until"), DayField(today, ahead=True), _("Empty: no last day"))
    form.add("rent", _("Rent a month"), QLineEdit())
    form.add("share", _("The member pays"), QLineEdit(), _("Their own share of the rent"))
    form.add("rent_due_day", _("Due on day of the month"), QLineEdit())
    form.add("subsidy", _("Subsidy that pays"), choice_field(subsidies(desk)))
    form.add(
        "recertify", _("Recertify by"), DayField(today, ahead=True), _("As the authority says")
    )
    form.add("visit_every", _("Days between visits"), QLineEdit(), _("The agency’s own figure"))
    form.add("goals", _("Goals of the plan that are met with it"), _goal_boxes(desk))
    form.add("follows", _("Also do now"), CheckGroup(follows(desk) or _NONE))
    form.add("closes", _("The status file says of navigation"), choice_field(_closes()))
    form.add(
        "said_yes", _("The member’s yes to tenancy services"), DayField(today),
        _("Three business days to ask the plan are counted from the talk; empty if still to come"),
    )  # fmt: skip
    form.add("what_changed", _("What has changed since the last time"), note_field(),
             _("And why the service would work now: the plan asks for both"))  # fmt: skip
    form.add("override", _("Reason to go on all the same"), QLineEdit())
    form.add("note", _("Note"), note_field())


_WIDE = 64  # letters of a goal that have room
_NONE = {"": "-"}  # a group without boxes is never shown


def homes(desk: MoveInDesk) -> dict[str, str]:
    """Homes to choose from: those on the board, an address in words, then the directory's."""
    found = {
        f"{APPLICATION}{one.id}": housing_words.dotted(one.title, _(one.stage.value))
        for one in desk.homes
    }
    found[""] = _("Another home: write its address")
    taken = {one.unit_id for one in desk.homes}
    free = (one for one in desk.units if one.id not in taken)
    return found | {f"{UNIT}{one.id}": housing_words.dotted(one.title, one.city) for one in free}


def rent_of(desk: MoveInDesk, key: str) -> int | None:
    """The rent of a chosen home, as far as the directory knows it."""
    known = {f"{UNIT}{one.id}": one.rent_cents for one in desk.units}
    known |= {f"{APPLICATION}{one.id}": one.rent_cents for one in desk.homes}
    return known.get(key)


def subsidies(desk: MoveInDesk) -> dict[str, str]:
    """The member's own that can pay."""
    found = {"": _("None")}
    return found | {
        one.id: housing_words.dotted(
            housing_words.subsidy_kind(one.kind), housing_words.rent(one.cents), one.number
        )
        for one in desk.subsidies
    }


def goals(desk: MoveInDesk) -> dict[str, str]:
    """Barriers to getting a home that are not met yet."""
    return {one.id: housing_words.soft(one.barrier) for one in desk.goals}


def _goal_boxes(desk: MoveInDesk) -> CheckGroup:
    """A box a goal; a long one is cut short, and whole on pointing at it."""
    whole = goals(desk)
    short = {key: shorten(text, _WIDE, placeholder="…") for key, text in whole.items()}
    group = CheckGroup(short or _NONE)
    for key, text in whole.items():
        group.boxes[key].setToolTip(text)
        group.boxes[key].setAccessibleName(text)
    return group


def follows(desk: MoveInDesk) -> dict[str, str]:
    """What can be done in the same step."""
    found = {}
    if desk.others:
        found[OTHERS] = _("No longer follow the other homes on the board")
    if desk.htns is not None:
        found[HTNS] = _("End housing navigation (HTNS): goals met")
    if desk.htss is None:
        found[HTSS] = _("Begin the referral to tenancy services (HTSS)")
    return found


def starts_with(desk: MoveInDesk) -> list[str]:
    """What of it is checked to begin with; not what a limit stands against."""
    stopped = desk.lifetime is not None and desk.lifetime.verdict is Verdict.REFUSE
    return [key for key in follows(desk) if not (key == HTSS and stopped)]


def _closes() -> dict[str, str]:
    reasons = (ClosureReason.SERVICES_RECEIVED, ClosureReason.NO_LONGER_NEEDS)
    return {one.slug: words.reason_words(one) for one in reasons}


def laid_out(form: MoveInDialog, notes: Notes) -> list[QWidget]:
    """The parts of the form in reading order."""
    known = notes.desk
    parts = form.rows(
        ("move_in", "lease_starts", "lease_ends"),
        ("rent", "share", "rent_due_day"),
        ("subsidy", "recertify", "visit_every"),
    )
    for key, there in (("goals", known.goals), ("follows", follows(known))):
        if not there:
            form.fields[key].hide()
            parts.remove(form.fields[key])
    first = next(key for key in ("goals", "follows", "closes") if form.fields[key] in parts)
    place = parts.index(form.fields[first])
    head: list[QWidget] = [notes.window, Rule(), Heading(_("What follows from it"), 3)]
    if known.htss is not None:
        head.append(Muted(_("Tenancy services run already and go on.")))
    parts[place:place] = head
    parts.insert(parts.index(form.fields["closes"]) + 1, notes.lifetime)
    return parts


class Notes:
    """What the rules say beside the fields: the window for deposits, the lifetime limit."""

    def __init__(self, desk: MoveInDesk) -> None:
        """Nothing is shown yet."""
        self.desk = desk
        self.window, self.lifetime = QWidget(), QWidget()
        for widget in (self.window, self.lifetime):
            column = QVBoxLayout(widget)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.S8)
            widget.hide()
        rule = desk.lifetime
        if rule is not None:
            stops = rule.verdict is Verdict.REFUSE
            lines = [_("Tenancy services: once in a lifetime"), rule.why]
            box = NoteBox("warning" if stops else "info", lines, rule.source)
            cast(QVBoxLayout, self.lifetime.layout()).addWidget(box)

    def show_lifetime(self, wanted: bool) -> None:
        """Show what the limit says while the referral is wanted."""
        self.lifetime.setVisible(wanted and self.desk.lifetime is not None)

    def show_window(self, move_in: date | None) -> None:
        """Say by when deposit items must be asked for, where a rule of the plan says so."""
        column = cast(QVBoxLayout, self.window.layout())
        while (item := column.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        last, rule = self.desk.deposit_last_day(move_in), self.desk.deposits.terms.window
        if last is not None and rule is not None:
            left = words.due_words((last - self.desk.today).days)
            line = _("Deposit items: ask by {day}, {left}").format(day=words.day(last), left=left)
            column.addWidget(NoteBox("info", [line], rule.cited))
        self.window.setVisible(last is not None)


def box_of(form: MoveInDialog, key: str) -> QComboBox:
    """A field that is a list."""
    return cast(QComboBox, form.fields[key].widget)


def day_of(form: MoveInDialog, key: str) -> DayField:
    """A field that is a day."""
    return cast(DayField, form.fields[key].widget)


def checks_of(form: MoveInDialog, key: str) -> CheckGroup:
    """A field of check boxes."""
    return cast(CheckGroup, form.fields[key].widget)
