"""The pages of the first run: welcome, agency, person, passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from navigator_app.domain import identifiers
from navigator_app.domain.vocabulary import Role
from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import ChoiceCard, PrimaryButton, QuietButton
from ui.widgets.card import Picture
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.page import Page
from ui.widgets.strength import Strength
from ui.widgets.text import FieldError, Heading, Muted, Small

WIDTH = 520
STEPS = 5


class Welcome(Page):
    """What this is, and two ways to begin: `set_up` and `look_around`."""

    def __init__(self) -> None:
        """Build the page."""
        super().__init__(narrow=True, centred=True)
        self.keep_width(WIDTH + 80)
        self.set_up = ChoiceCard(
            "agency",
            _("Set up for my agency"),
            _("An encrypted caseload on this computer. It takes about three minutes."),
        )
        self.look_around = ChoiceCard(
            "sample",
            _("Look around with sample data"),
            _("An invented agency with invented members. Nothing you do there counts."),
        )
        self.error = FieldError()
        title = Heading(_("Navigator"), 1)
        words = Muted(
            _(
                "Find the members your plans send you, record every attempt to reach them, and "
                "give the plans their status file each month. Everything stays encrypted on this "
                "computer, and works without a network."
            )
        )
        self.column.addStretch(1)
        self.column.addWidget(Picture("compass", 56, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addSpacing(theme.S8)
        for part in (self.set_up, self.look_around, self.error):
            self.column.addWidget(part)
        self.column.addStretch(2)
        self.setFocusProxy(self.set_up)

    def set_working(self, working: bool) -> None:
        """While the sample is made, nothing else can be chosen."""
        self.error.show_error("")
        self.set_up.setEnabled(not working)
        self.look_around.setEnabled(not working)


class Step(Page):
    """One page of the way: number, heading, hint, fields, back and on.

    Signals:
        done(): everything on it is right and somebody pressed on.
        back(): to the page before.
    """

    done = Signal()
    back = Signal()

    def __init__(self, number: int, title: str, hint: str, on: str = "") -> None:
        """Make the frame; subclasses add fields to `column` and call `close_page`."""
        super().__init__(narrow=True, centred=True)
        self.keep_width(WIDTH)
        self.fields: dict[str, LabelledField] = {}
        self.on_button = PrimaryButton(on or _("Continue"))
        self.back_button = QuietButton(_("Back"), "back")
        self.general = FieldError()
        count = _("Step {number} of {count}").format(number=number, count=STEPS)
        self.column.addStretch(1)
        self.column.addWidget(Small(count))
        self.column.addWidget(Heading(title, 1))
        self.column.addWidget(Muted(hint))
        self.column.addSpacing(theme.S8)

    def add_field(self, key: str, label: str, widget: QWidget, hint: str = "") -> None:
        """Add a labelled field; Enter in a line edit goes on."""
        self.fields[key] = LabelledField(label, widget, hint)
        self.column.addWidget(self.fields[key])
        if isinstance(widget, QLineEdit):
            widget.returnPressed.connect(self.go_on)

    def close_page(self) -> None:
        """Add what ends every page."""
        self.foot = row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.on_button)
        self.column.addWidget(self.general)
        self.column.addSpacing(theme.S8)
        self.column.addLayout(row)
        self.column.addStretch(2)
        self.on_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.back)

    def enter(self) -> None:
        """The page comes to the front: the first field takes the cursor."""
        for field in self.fields.values():
            field.widget.setFocus()
            return

    def problems(self) -> dict[str, str]:
        """What is wrong, by field; empty when all is right."""
        return {}

    def go_on(self) -> None:
        """Show what is wrong beside its field, or go on."""
        found = self.problems()
        self.general.show_error("")
        for key, field in self.fields.items():
            field.show_error(found.get(key, ""))
        if found:
            self.fields[next(iter(found))].widget.setFocus()
        else:
            self.done.emit()

    def show_refusal(self, field: str, message: str) -> None:
        """Show what the store refused, beside its field when it has one here."""
        if field in self.fields:
            self.fields[field].show_error(message)
            self.fields[field].widget.setFocus()
        else:
            self.general.show_error(message)


class AgencyStep(Step):
    """The agency's name, NPI and phone, as they stand on every status line."""

    def __init__(self) -> None:
        """Build the page."""
        super().__init__(
            1, _("Your agency"), _("These words go into every status file you send to a plan.")
        )
        self.name, self.npi, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.add_field("agency", _("Name of the agency"), self.name)
        self.add_field("npi", _("National Provider Identifier (NPI)"), self.npi, _("Ten digits."))
        self.add_field("phone", _("Phone"), self.phone, _("May stay empty."))
        self.npi.editingFinished.connect(self._check_npi)
        self.close_page()

    def problems(self) -> dict[str, str]:
        """Name missing, NPI whose check digit is wrong, phone that is not ten digits."""
        found = {}
        if not self.name.text().strip():
            found["agency"] = _("The agency needs a name.")
        if self._npi_problem():
            found["npi"] = self._npi_problem()
        if self.phone.text().strip():
            try:
                identifiers.phone(self.phone.text())
            except ValueError:
                found["phone"] = _("A phone number has ten digits.")
        return found

    def lines(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """Name, NPI and phone, in this order."""
        return self.name, self.npi, self.phone

    def _check_npi(self) -> None:
        if self.npi.text().strip():
            self.fields["npi"].show_error(self._npi_problem())

    def _npi_problem(self) -> str:
        digits = "".join(filter(str.isdigit, self.npi.text()))
        if len(digits) != 10:
            return _("An NPI has ten digits; this one has {count}.").format(count=len(digits))
        try:
            identifiers.npi(self.npi.text())
        except ValueError:
            return _("The last digit does not fit the others; one of the ten is mistyped.")
        return ""


class PersonStep(Step):
    """Who works here, and as what."""

    def __init__(self) -> None:
        """Build the page."""
        super().__init__(2, _("You"), _("Your name stands beside everything you record."))
        self.name, self.role = QLineEdit(), QComboBox()
        for role, words in (
            (Role.NAVIGATOR, _("Navigator")),
            (Role.SUPERVISOR, _("Supervisor")),
            (Role.CLERK, _("Clerk")),
        ):
            self.role.addItem(words, role.slug)
        self.add_field("user", _("Your name"), self.name)
        self.add_field("role", _("Your work"), self.role)
        self.close_page()

    def chosen_role(self) -> Role:
        """The role that was chosen."""
        return Role.from_slug(str(self.role.currentData()))

    def problems(self) -> dict[str, str]:
        """A name is needed."""
        return {} if self.name.text().strip() else {"user": _("Please give your name.")}


class SecretStep(Step):
    """The passphrase, judged in words while it is typed."""

    def __init__(self) -> None:
        """Build the page."""
        super().__init__(
            3,
            _("A passphrase"),
            _(
                "It opens the caseload on this computer, and nobody can look it up for you. Four "
                "or five words that do not belong together are strong and easy to keep in mind."
            ),
            _("Create the caseload"),
        )
        self.passphrase = PassphraseField(_("Passphrase"))
        self.again = PassphraseField(_("Once more"))
        self.strength = Strength()
        self.add_field("passphrase", _("Passphrase"), self.passphrase)
        self.column.addWidget(self.strength)
        self.add_field("again", _("The same once more"), self.again)
        self.passphrase.textChanged.connect(self.strength.follow)
        self.close_page()

    def problems(self) -> dict[str, str]:
        """Too weak, or the two differ."""
        from ui.widgets.strength import judge

        if not self.passphrase.text():
            return {"passphrase": _("Choose a passphrase.")}
        kind, _word, advice = judge(self.passphrase.text())
        if kind == "danger":
            return {"passphrase": advice}
        if self.again.text() != self.passphrase.text():
            return {"again": _("The two are not the same.")}
        return {}

    def set_working(self, working: bool) -> None:
        """While the store is made."""
        self.on_button.setEnabled(not working)
        self.back_button.setEnabled(not working)
        self.on_button.setText(_("Creating…") if working else _("Create the caseload"))

    def forget(self) -> None:
        """Take the passphrase out of the widgets."""
        self.passphrase.clear()
        self.again.clear()
