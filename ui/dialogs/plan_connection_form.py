"""The fields of a plan's connection, and what was entered in them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.connections import (
    FOLDER,
    HAND,
    PORT,
    SFTP,
    Address,
    Connection,
    Secrets,
)
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.connections import Sftp
from ui import theme
from ui.context import Context
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.kept_form import SideBySide
from ui.widgets.text import Muted, Small

_SECRET = ("key_passphrase", "password", "proxy_password")
_KINDS = {SFTP: SFTP, FOLDER: FOLDER, HAND: HAND}  # as the choices hold them


def _read_key(file: Path) -> str:
    from navigator_app.services import connections_checks

    return connections_checks.read_identity(file)


class ConnectionForm(QWidget):
    """All fields; those of the kind that is chosen are shown.

    Signals:
        kind_chosen(): another kind is chosen.
        edited(): something was changed, so that what was tested is not what stands here.
        refused(object): a key file that cannot be taken (NavigatorError).
    """

    kind_chosen = Signal()
    edited = Signal()
    refused = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty, as SFTP."""
        super().__init__(parent)
        self.context = context
        self.identity = ""
        self.kind = ChoiceRow(
            _("How files go to this plan"),
            (
                Choice(SFTP, _("SFTP server"), "server"),
                Choice(FOLDER, _("Watched folder"), "folder"),
                Choice(HAND, _("By hand"), "user"),
            ),
        )
        self.about_kind = Muted("")
        self.lines = {
            key: QLineEdit() for key in ("host", "port", "user", "inbox", "outbox", "jump", "proxy")
        }
        self.lines["port"].setValidator(QIntValidator(1, 65535, self))
        self.lines |= {
            "key_passphrase": PassphraseField(_("Passphrase of the key")),
            "password": PassphraseField(_("Password")),
            "proxy_password": PassphraseField(_("Password of the proxy")),
        }
        self.key_button = PlainButton(_("Choose the key file…"), "key")
        self.more = QuietButton(_("Jump host or proxy"), "down")
        self.trusted = QCheckBox(_("Trust this plan"))
        self.paused = QCheckBox(_("Paused"))
        self.fields = self._fields()
        self._assemble()
        self._connect()

    # what is entered

    def known(self, kept: Connection | None) -> None:
        """Fill in what is kept; secrets stay where they are and are not shown."""
        self.kind.set_value(_KINDS[kept.kind] if kept else SFTP)
        values = {"port": str(PORT)}
        if kept is not None:
            values |= {
                "host": kept.host, "port": str(kept.port), "user": kept.user,
                "inbox": kept.inbox, "outbox": kept.outbox, "jump": kept.jump,
                "proxy": kept.proxy,
            }  # fmt: skip
            self.trusted.setChecked(kept.trusted)
            self.paused.setChecked(kept.paused)
            if kept.kind == SFTP:
                kept_words = _("Kept in the store; leave empty to keep it.")
                for key in ("password", "key_passphrase"):
                    self.lines[key].setPlaceholderText(kept_words)
                self.key_button.setText(_("Choose another key file…"))
        for key, text in values.items():
            self.lines[key].setText(text)
            self.lines[key].setCursorPosition(0)
        self._follow()

    def values(self) -> dict[str, str]:
        """What may be kept as a draft: no secret."""
        found = {key: line.text() for key, line in self.lines.items() if key not in _SECRET}
        found["kind"] = str(self.kind.value())
        for key, box in (("trusted", self.trusted), ("paused", self.paused)):
            found[key] = "yes" if box.isChecked() else ""
        return found

    def put_back(self, values: dict[str, str]) -> None:
        """Fill a draft in again."""
        for key, text in values.items():
            if key in self.lines:
                self.lines[key].setText(text)
        if values.get("kind") in _KINDS:
            self.kind.set_value(_KINDS[values["kind"]])
        for key, box in (("trusted", self.trusted), ("paused", self.paused)):
            if key in values:
                box.setChecked(values[key] == "yes")
        self._follow()

    def sftp(self) -> Sftp:
        """The SFTP connection as entered; InputRejected where it lacks something."""
        host, user = self._text("host"), self._text("user")
        if not host:
            raise InputRejected("host", _("The server is missing."), _("The plan tells its name."))
        if not user:
            raise InputRejected("user", _("The user is missing."), _("The plan gave you one."))
        port = int(self._text("port") or PORT)
        return Sftp(
            address=str(Address(user, host, port)),
            inbox=self._text("inbox"),
            outbox=self._text("outbox"),
            jump=self._text("jump"),
            proxy=self._text("proxy"),
            secrets=Secrets(
                identity=self.identity,
                identity_passphrase=self.lines["key_passphrase"].text(),
                password=self.lines["password"].text(),
                proxy_password=self.lines["proxy_password"].text(),
            ),
        )

    def take_key(self, file: Path) -> None:
        """Read a private key file, off the Qt thread."""
        taken = _Taken(self, file.name)
        tasks = self.context.tasks
        tasks.transfer(partial(_read_key, file), taken.read, owner=self, failed=self.refused.emit)

    def key_taken(self, text: str, name: str) -> None:
        """Keep the key's text until the form is saved, and say where it will lie."""
        self.identity = text
        self.fields["identity"].show_error("")
        said = _(
            "{name} was read. It is kept encrypted in the store once you save; after a test that "
            "went well you may delete the file."
        )
        self.key_said.setText(said.format(name=name))
        self.key_said.show()
        self.edited.emit()

    # building

    def _fields(self) -> dict[str, LabelledField]:
        lines = self.lines
        return {
            "host": LabelledField(_("Server"), lines["host"]),
            "port": LabelledField(_("Port"), lines["port"]),
            "user": LabelledField(_("User"), lines["user"]),
            "identity": LabelledField(_("Private key"), self.key_button),
            "key_passphrase": LabelledField(_("Passphrase of the key"), lines["key_passphrase"]),
            "password": LabelledField(_("Password, where there is no key"), lines["password"]),
            "inbox": LabelledField(_("Folder where the plan leaves files"), lines["inbox"]),
            "outbox": LabelledField(_("Folder where ours go"), lines["outbox"]),
            "jump": LabelledField(
                _("Jump host"), lines["jump"], _("USER@HOST:PORT; only where the plan says so.")
            ),
            "proxy": LabelledField(
                _("Proxy"), lines["proxy"], _("socks5://HOST:PORT or http://HOST:PORT")
            ),
            "proxy_password": LabelledField(_("Password of the proxy"), lines["proxy_password"]),
        }

    def _assemble(self) -> None:
        fields = self.fields
        self.key_said = Small("")
        self.key_said.hide()
        self.server = _column(
            SideBySide([fields["host"], fields["port"], fields["user"]]),
            fields["identity"], self.key_said,
            SideBySide([fields["key_passphrase"], fields["password"]]),
        )  # fmt: skip
        self.folders = _column(fields["inbox"], fields["outbox"])
        self.further = _column(
            SideBySide([fields["jump"], fields["proxy"]]), fields["proxy_password"]
        )
        self.manner = _column(
            _column(
                self.trusted,
                Small(
                    _(
                        "A file in which nothing is odd is taken in without a person, and months "
                        "that are over are built and sent. A file that would remove more than a "
                        "tenth of the plan’s members always waits for you."
                    )
                ),
                gap=0,
            ),
            _column(
                self.paused, Small(_("Nothing goes by itself. “Exchange now” still goes.")), gap=0
            ),
        )
        for box in (self.trusted, self.paused):
            box.setMinimumHeight(theme.row_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for part in (self.kind, self.about_kind, self.server, self.folders):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.further)
        column.addWidget(self.manner)
        self.further.hide()

    def _connect(self) -> None:
        self.kind.chosen.connect(self._chosen)
        self.more.clicked.connect(self._show_more)
        self.key_button.clicked.connect(self._choose_key)
        for line in self.lines.values():
            line.textEdited.connect(self._edited)

    def _follow(self) -> None:
        kind = self.kind.value()
        self.server.setVisible(kind == SFTP)
        self.more.setVisible(kind == SFTP and self.further.isHidden())
        used = kind == SFTP and any(self._text(key) for key in ("jump", "proxy"))
        if used or kind != SFTP:
            self.further.setVisible(used)
            self.more.setVisible(kind == SFTP and not used)
        self.folders.setVisible(kind != HAND)
        self.manner.setVisible(kind != HAND)
        self.about_kind.setText(
            {
                SFTP: _("The plan’s own server. It gave you a user, a key or password, and two "
                        "folders."),
                FOLDER: _("Two folders of this computer or of your network that somebody else "
                          "keeps in step with the plan."),
                HAND: _("You save the file, put it into the plan’s portal yourself, then say "
                        "“I uploaded it”. Who said so and when is kept."),
            }[str(kind)]
        )  # fmt: skip

    def _text(self, key: str) -> str:
        return self.lines[key].text().strip()

    @Slot()
    def _chosen(self) -> None:
        self._follow()
        self.kind_chosen.emit()
        self.edited.emit()

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    @Slot()
    def _show_more(self) -> None:
        self.further.show()
        self.more.hide()
        self.lines["jump"].setFocus()

    @Slot()
    def _choose_key(self) -> None:
        chooser = QFileDialog(self, _("Choose the private key"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._key_chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def _key_chosen(self, file: str) -> None:
        self.take_key(Path(file))


class _Taken:
    """Hands a key that was read to the form, with the file's name."""

    def __init__(self, form: ConnectionForm, name: str) -> None:
        self._form, self._name = form, name

    def read(self, text: str) -> None:
        self._form.key_taken(text, self._name)


def _column(*parts: QWidget, gap: int = theme.S12) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return made
