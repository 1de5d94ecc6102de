"""The parts of the form on who should serve: the ranked candidates, and one provider's fields."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.rules import Rule
from navigator_app.domain.selection import Ranked
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import guards, providers
from navigator_app.services.providers import Provider, Suggestion, Tie
from ui import theme
from ui.models import words
from ui.widgets.fields import LabelledField
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Muted, Small, Strong

Kept = dict[str, str]


class Ranking(QWidget):
    """The candidates in their order, each with its reasons and exceptions, and where the order is
    written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.lines: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)

    def show_suggestion(self, found: Suggestion) -> None:
        """Show the candidates anew."""
        self.lines = []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not found.ranked:
            self._column.addWidget(
                Muted(_("No provider is in your list yet. Add the first below."))
            )
        for one in found.ranked:
            self._column.addWidget(self._row(one, found.exceptions_rule))
        self._column.addWidget(Small(_order_words(found.rule)))

    def _row(self, one: Ranked, exceptions: Rule | None) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        pill = StatusPill()
        if one.place is None:
            pill.show_state("warning", _("Passed over"), "forbidden")
        else:
            pill.show_state("accent" if one.place == 1 else "neutral", str(one.place), "flag")
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.S4)
        column.addWidget(Strong(words.isolated(one.candidate.name)))
        said = [guards.told(why) for why in (*one.exceptions, *one.reasons)]
        for text in said:
            column.addWidget(Body(text))
        if one.exceptions and exceptions is not None:
            column.addWidget(Small(exceptions.cited))
        row.addLayout(column, 1)
        self.lines.append(" ".join((pill.text(), one.candidate.name, *said)))
        box.setAccessibleName(self.lines[-1])
        return box


class Checks(QWidget):
    """Check boxes below one another, by key."""

    def __init__(self, boxes: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`boxes` are the words by key."""
        super().__init__(parent)
        self.boxes = {key: QCheckBox(text) for key, text in boxes.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for box in self.boxes.values():
            column.addWidget(box)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def chosen(self) -> dict[str, bool]:
        """Which are ticked."""
        return {key: box.isChecked() for key, box in self.boxes.items()}


class ProviderForm(QWidget):
    """What the agency knows of a provider, and what binds it and this member."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.name, self.languages, self.areas = QLineEdit(), QLineEdit(), QLineEdit()
        self.ages, self.slots, self.relationship = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.ages, self.slots):
            line.setPlaceholderText(_("not known"))
        self.bound = Checks(
            {
                "preferred": _("The member asked for it"),
                "referred": _("It referred the member"),
            }
        )
        self.flags = Checks(
            {
                "wants_more": _("Seeks more members"),
                "closed_for_quality": _("Closed for a documented quality concern"),
                "own_members_only": _("Serves only members it refers itself"),
            }
        )
        several = _("Several with commas between them.")
        how = _("HMIS, ECM, behavioral health or PCP; empty when it does not.")
        self.fields = {
            "name": LabelledField(_("Name"), self.name),
            "bound": LabelledField(_("For this member"), self.bound),
            "relationship": LabelledField(
                _("Works with this member already through"), self.relationship, how
            ),
            "languages": LabelledField(_("Languages it speaks"), self.languages, several),
            "areas": LabelledField(_("Towns or ZIP codes it serves"), self.areas, several),
            "ages": LabelledField(_("Ages it serves, as 18-24"), self.ages),
            "slots": LabelledField(_("Open slots"), self.slots),
            "flags": LabelledField(_("What else is known of it"), self.flags),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for field in self.fields.values():
            column.addWidget(field)

    def show_provider(self, one: Provider | None, tie: Tie) -> None:
        """Fill in what is known; None empties the form."""
        one = one or Provider("")
        ages = f"{one.ages[0]}-{one.ages[1]}" if one.ages else ""
        kept = {
            "name": one.name,
            "languages": ", ".join(one.languages),
            "areas": ", ".join(one.areas),
            "ages": ages,
            "slots": "" if one.slots is None else str(one.slots),
            "relationship": tie.relationship,
        }
        ticked = {"preferred": tie.preferred, "referred": tie.referred}
        ticked |= {key: bool(getattr(one, key)) for key in self.flags.boxes}
        self.put_back(kept | {key: "yes" for key, on in ticked.items() if on})

    def provider(self) -> Provider:
        """What was typed; InputRejected names a number that is none."""
        slots = self.slots.text().strip()
        if slots and not slots.isdecimal():
            raise InputRejected("slots", _("Open slots are a whole number."))
        return Provider(
            name=self.name.text(),
            languages=providers.parts(self.languages.text()),
            areas=providers.parts(self.areas.text()),
            ages=_ages(self.ages.text()),
            slots=int(slots) if slots else None,
            **self.flags.chosen(),
        )

    def tie(self) -> Tie:
        """What binds it and this member."""
        return Tie(relationship=self.relationship.text(), **self.bound.chosen())

    def kept(self) -> Kept:
        """What is filled in, as text; what is empty is left out."""
        found = {key: line.text() for key, line in self._lines().items() if line.text()}
        return found | {key: "yes" for key, box in self._boxes().items() if box.isChecked()}

    def put_back(self, kept: Kept) -> None:
        """Show exactly this."""
        for key, line in self._lines().items():
            line.setText(kept.get(key, ""))
        for key, box in self._boxes().items():
            box.setChecked(key in kept)

    def _lines(self) -> dict[str, QLineEdit]:
        return {
            key: field.widget
            for key, field in self.fields.items()
            if isinstance(field.widget, QLineEdit)
        }

    def _boxes(self) -> dict[str, QCheckBox]:
        return {**self.bound.boxes, **self.flags.boxes}


def _ages(text: str) -> tuple[int, int] | None:
    if not text.strip():
        return None
    ends = [part.strip() for part in text.replace("–", "-").split("-")]
    if len(ends) != 2 or not all(end.isdecimal() for end in ends):
        raise InputRejected(
            "ages", _("Those are not two ages."), _("Give the youngest and the oldest, as 18-24.")
        )
    return int(ends[0]), int(ends[1])


def _order_words(rule: Rule | None) -> str:
    if rule is None:
        return _("The plan's rules name no order; this one is a suggestion and binds nobody.")
    need = _("Required") if rule.required else _("Recommended")
    return _("A suggestion that binds nobody.") + f"  ·  {need}  ·  {rule.cited}"
