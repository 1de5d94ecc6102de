"""What a test of a connection shows: a key to compare, a key that changed, or what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.connections import FOLDER, Shown, Tested
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _, ngettext
from navigator_app.services import phrases
from ui.models.housing_words import soft
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card, Picture
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Body, Strong

_SKEW = 300
"""Seconds beyond which two clocks are told of here; the run itself has its own limit."""


class KeyPanel(Card):
    """One of three faces; hidden while nothing was tested.

    Signals:
        confirmed(object): a person says that this is the key (`Shown`).
        declined(): it is another one.
    """

    confirmed = Signal(object)
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent=parent)
        self.shown: Shown | None = None
        self.expected = ""
        self.sign = Picture("key", 28, "accent")
        self.title, self.words = Strong(""), Body("")
        self.key = QLineEdit()
        self.key.setReadOnly(True)
        self.key_field = LabelledField(_("The key that the server shows"), self.key)
        self.told = QLineEdit()
        self.told_field = LabelledField(
            _("The key that the plan told you on the phone"), self.told,
            _("Letter by letter, beginning with SHA256:"),
        )  # fmt: skip
        self.same = PrimaryButton(_("It is the same"), "check")
        self.other = PlainButton(_("It is another one"), "close")
        for line in (self.key, self.told):  # l, I and 1 must look apart
            line.setStyleSheet("font-family: monospace;")
        self._assemble()
        self.same.clicked.connect(self._confirm)
        self.other.clicked.connect(self._decline)
        self.hide()

    def ask(self, shown: Shown, host: str) -> None:
        """A key that nobody has confirmed yet."""
        self.shown, self.expected = shown, ""
        self.sign.set_icon("key", "accent")
        self.title.setText(_("Is this the plan’s server?"))
        self.words.setText(
            _("{host} shows this key. Compare it with the one that the plan gave you, letter by "
              "letter; without one, call the plan. Nothing was sent yet.").format(host=host)
        )  # fmt: skip
        self._show_key(shown, ask=True)

    def warn(self, shown: Shown, expected: str, host: str) -> None:
        """A key other than the confirmed one: refused until the plan says a new one."""
        self.shown, self.expected = shown, expected
        self.sign.set_icon("danger", "danger")
        self.title.setText(_("This is not the server you confirmed"))
        self.words.setText(
            _("{host} shows another key than before. Either the plan changed its server, or "
              "somebody stands in between and wants your members’ data. Nothing was sent, and "
              "nothing will be. Call the plan, on a number you know, and ask which key its server "
              "has now. Before: {key}").format(host=soft(host), key=soft(expected))
        )  # fmt: skip
        self._show_key(shown, ask=False)

    def tell(self, tested: Tested) -> None:
        """It works, and this was found."""
        self.shown = None
        self.sign.set_icon("good", "good")
        self.title.setText(_("It works"))
        self.words.setText(" ".join(_found(tested)))
        self._show_words()

    def refuse(self, error: NavigatorError) -> None:
        """It does not, and why."""
        self.shown = None
        self.sign.set_icon("warning", "danger")
        self.title.setText(_("It does not work yet"))
        self.words.setText(soft(str(error)))
        self._show_words()

    def wait(self, words: str) -> None:
        """Something is asked of the server just now."""
        self.shown = None
        self.sign.set_icon("time", "muted")
        self.title.setText(words)
        self.words.setText("")
        self._show_words()

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        for part in (self.title, self.words, self.key_field, self.told_field):
            column.addWidget(part)
        self.acts = QWidget()
        flow = FlowLayout(self.acts, 8)
        flow.addWidget(self.same)
        flow.addWidget(self.other)
        column.addWidget(self.acts)
        row.addLayout(column, 1)
        self.column.addLayout(row)

    def _show_words(self) -> None:
        for part in (self.key_field, self.told_field, self.acts):
            part.hide()
        self.show()

    def _show_key(self, shown: Shown, *, ask: bool) -> None:
        self.key.setText(shown.host_key or shown.jump)
        self.key.setCursorPosition(0)
        self.told.clear()
        self.told_field.show_error("")
        for part in (self.key_field, self.acts):
            part.show()
        self.told_field.setVisible(not ask)
        self.same.setText(_("It is the same") if ask else _("Use the new key"))
        self.other.setVisible(ask)
        self.show()

    @Slot()
    def _confirm(self) -> None:
        if self.shown is None:
            return
        if self.expected and self.told.text().strip() != self.key.text():
            self.told_field.show_error(
                _("That is not the key that the server shows. Do not go on; tell your supervisor.")
            )
            self.told.setFocus()
            return
        self.confirmed.emit(self.shown)

    @Slot()
    def _decline(self) -> None:
        self.declined.emit()


def _found(tested: Tested) -> list[str]:
    files = ngettext(
        "In the inbox lies {n} file to fetch.", "In the inbox lie {n} files to fetch.",
        tested.inbox_files,
    ).format(n=tested.inbox_files)  # fmt: skip
    said = [files if tested.inbox_files else _("The inbox is empty.")]
    if tested.inbox_others:
        said.append(
            ngettext(
                "{n} other thing there (a folder, a link, a hidden name) is left alone.",
                "{n} other things there (folders, links, hidden names) are left alone.",
                tested.inbox_others,
            ).format(n=tested.inbox_others)
        )
    said.append(_("The outbox takes files."))
    skew = tested.skew_seconds
    if skew is not None and abs(skew) - tested.skew_uncertain > _SKEW:
        differ = _("Their clock and ours differ by {span}: check this one.")
        said.append(differ.format(span=phrases.span(skew)))
    elif tested.connection.kind != FOLDER:
        said.append(_("Their clock agrees with ours."))
    return said
