"""How files go to a plan and come from it: entered, tried out, and the server's key confirmed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from navigator_app.domain.connections import FOLDER, HAND, SFTP, Connection, Shown, Tested
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.i18n import _
from navigator_app.services.connections import Sftp
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.plan_connection_form import ConnectionForm
from ui.dialogs.plan_connection_key import KeyPanel
from ui.widgets.asking_dialog import AskingDialog

if TYPE_CHECKING:
    from collections.abc import Callable

_AT = {"sftp": "host", "jump_host_key": "jump", "identity_passphrase": "key_passphrase"}
"""Fields of the form where the service calls them otherwise."""


@dataclass(frozen=True, slots=True)
class _Known:
    plan_name: str
    kept: Connection | None


@dataclass(frozen=True, slots=True)
class _Entered:
    kind: str
    trusted: bool
    paused: bool
    inbox: str
    outbox: str
    sftp: Sftp | None


def _read(plan_key: str, ws: Workspace) -> _Known:
    from navigator_app.services import agency, connections

    return _Known(agency.plan(ws, plan_key).name, connections.of_plan(ws, plan_key))


def _keep(plan_key: str, entered: _Entered, ws: Workspace) -> Connection:
    from navigator_app.services import connections

    if entered.kind == HAND:
        return connections.connect_hand(ws, plan_key)
    if entered.sftp is not None:
        kept = connections.connect_sftp(ws, plan_key, entered.sftp)
    else:
        kept = connections.connect_folder(ws, plan_key, inbox=entered.inbox, outbox=entered.outbox)
    if kept.trusted != entered.trusted:
        kept = connections.set_trusted(ws, plan_key, entered.trusted)
    if kept.paused != entered.paused:
        kept = connections.set_paused(ws, plan_key, entered.paused)
    return kept


def _prober(plan_key: str, ws: Workspace) -> Callable[[], Shown]:
    from navigator_app.services import connections_line

    return connections_line.probe(ws, plan_key)


def _tester(plan_key: str, cancel: threading.Event, ws: Workspace) -> Callable[[], Tested]:
    from navigator_app.services import connections, connections_line

    opener = connections_line.opener(ws, plan_key)
    return partial(connections_line.test, opener, connections.known(ws, plan_key), cancel)


def _confirm(plan_key: str, shown: Shown, ws: Workspace) -> Connection:
    from navigator_app.services import connections

    return connections.confirm(ws, plan_key, shown)


class PlanConnectionDialog(AskingDialog):
    """The form of one plan; `about` is its key. Saving comes before testing: nothing goes to a
    server whose key nobody has confirmed, so that what is kept does no harm."""

    draft_key = "plan_connection"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """Ask what is known of the plan's connection."""
        super().__init__(context, _("How files go to the plan"), _("Save and test"), parent)
        self.plan_key = str(about or "")
        self.kept: Connection | None = None
        self.tested: Tested | None = None
        self._known_values: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self._cancel = threading.Event()
        self.form = ConnectionForm(context)
        self.panel = KeyPanel()
        self.fields = self.form.fields
        self.assemble([self.form, self.panel], 760, 780)
        self.form.kind_chosen.connect(self._follow)
        self.form.edited.connect(self._edited)
        self.form.refused.connect(self.refused)
        self.panel.confirmed.connect(self._key_confirmed)
        self.panel.declined.connect(self._key_declined)
        self.finished.connect(self._leave)
        self.save_button.setEnabled(False)
        context.tasks.run(
            partial(_read, self.plan_key), self._show, owner=self, failed=self.refused
        )

    def open(self) -> None:
        """Show it; the choice of the kind has the focus."""
        super().open()
        self.form.kind.take_focus()

    def draft(self) -> dict[str, object]:
        """What was changed, without any secret."""
        now = self.form.values() if self._known_values else self._typed
        changed = {key: text for key, text in now.items() if self._known_values.get(key) != text}
        return {"about": self.plan_key, "kept": changed} if changed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, once it is known what it stands over."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            self._typed = {str(key): str(value) for key, value in kept.items()}
            if self._known_values:
                self.form.put_back(self._typed)

    def save(self) -> None:
        """Keep what was entered, then try it out; after a test that went well, close."""
        if self.tested is not None:
            self.accept()
            return
        if self.save_button.isHidden():  # the key is to be compared first
            return
        form = self.form
        kind = str(form.kind.value())
        try:
            entered = _Entered(
                kind=kind,
                trusted=form.trusted.isChecked(),
                paused=form.paused.isChecked(),
                inbox=form.lines["inbox"].text(),
                outbox=form.lines["outbox"].text(),
                sftp=form.sftp() if kind == SFTP else None,
            )
        except InputRejected as error:
            self.refused(error)
            return
        self.panel.hide()
        self.write(partial(_keep, self.plan_key, entered), self._is_kept)

    def refused(self, error: BaseException) -> None:
        """A refusal at its field, as this form calls it."""
        if isinstance(error, InputRejected):
            error.field = _AT.get(error.field, error.field)
            if error.field in ("jump", "proxy", "proxy_password"):
                self.form.further.show()
                self.form.more.hide()
        super().refused(error)

    # what is known

    def _show(self, known: _Known) -> None:
        self.kept = known.kept
        self.whose.setText(known.plan_name)
        self.form.known(known.kept)
        self._known_values = self.form.values()
        if self._typed:
            self.form.put_back(self._typed)
        self._follow()
        self.ready()

    @Slot()
    def _follow(self) -> None:
        hand = self.form.kind.value() == HAND
        self.save_button.setText(_("Save") if hand else _("Save and test"))

    @Slot()
    def _edited(self) -> None:
        """What was tested is not what stands here any more."""
        self._offer(save=True)
        if self.panel.shown is not None:
            self.panel.hide()
        if self.tested is not None:
            self.tested = None
            self.panel.hide()
            self.cancel_button.show()
        self._follow()

    # kept, then tried out

    def _is_kept(self, kept: Connection) -> None:
        self.kept = kept
        self._known_values = self.form.values()
        self.context.tasks.announce(Changes(plans=True))
        if kept.kind == HAND:
            self.accept()
            said = _("Files of {plan} go by hand from now on.").format(plan=kept.plan_name)
            self.context.ways.notice.emit(said, None)
        else:
            self._try_out()

    def _try_out(self) -> None:
        kept = self.kept
        if kept is None:
            return
        if kept.kind == FOLDER or kept.host_key:
            self.panel.wait(_("Trying it out…"))
            self._then(partial(_tester, self.plan_key, self._cancel), self._worked)
        else:
            self.panel.wait(_("Asking the server for its key…"))
            self._then(partial(_prober, self.plan_key), self._key_shown)

    def _then(self, make: Callable[[Workspace], Callable[[], Any]], done: Any) -> None:
        """Make the work on the store's thread and do it on the transfer thread."""
        step = _Step(self, done)
        self.context.tasks.run(make, step.made, owner=self, failed=self._failed)

    def on_line(self, work: Callable[[], Any], done: Any) -> None:
        """Work that talks to the server."""
        self.context.tasks.transfer(work, done, owner=self, failed=self._failed)

    def _key_shown(self, shown: Shown) -> None:
        self.ready()
        if self.kept is not None:
            self.panel.ask(shown, self.kept.host if shown.host_key else self.kept.jump)
            self._offer(save=False)
            self._look_at_panel()
            self.panel.key.setFocus()

    @Slot(object)
    def _key_confirmed(self, shown: Shown) -> None:
        self.write(partial(_confirm, self.plan_key, shown), self._is_pinned)

    def _offer(self, *, save: bool) -> None:
        """While a key is to be compared, that is the one thing to do."""
        self.save_button.setVisible(save)
        self.cancel_button.setText(_("Cancel") if save else _("Not now"))

    def _is_pinned(self, kept: Connection) -> None:
        self._offer(save=True)
        self.kept = kept
        self.context.tasks.announce(Changes(plans=True))
        self._try_out()

    @Slot()
    def _key_declined(self) -> None:
        self._offer(save=True)
        self.panel.refuse(
            NavigatorError(
                _("Not confirmed"),
                _("Good: nothing was sent, and nothing will be until the key is the plan’s."),
                _("Check the server’s name above, or call the plan."),
            )
        )

    def _worked(self, tested: Tested) -> None:
        self.ready()
        self.tested = tested
        self.panel.tell(tested)
        self.save_button.setText(_("Close"))
        self.cancel_button.hide()
        self.save_button.setFocus()
        self._look_at_panel()
        self.context.sync.soon()

    def _failed(self, error: BaseException) -> None:
        """What stood in the way, by the cause that the line gives."""
        self.ready()
        cause = str(getattr(error, "cause", ""))
        expected = str(getattr(error, "expected", ""))
        if cause == "host-key" and expected and self.kept is not None:
            host, key = (str(getattr(error, name)) for name in ("host", "shown"))
            there = (host, getattr(error, "port", self.kept.port))
            jump = bool(self.kept.jump) and there != (self.kept.host, self.kept.port)
            self.panel.warn(Shown("", key) if jump else Shown(key), expected, host)
            self._offer(save=False)
        elif isinstance(error, NavigatorError):
            self.panel.refuse(error)
            field = {"refused": "identity", "unreachable": "host"}.get(cause)
            if field is not None and self.kept is not None and self.kept.kind == SFTP:
                self.show_error(field, getattr(error, "message", str(error)))
        self._look_at_panel()

    def _look_at_panel(self) -> None:
        area = self.findChild(QScrollArea)
        if isinstance(area, QScrollArea):
            QTimer.singleShot(0, self.panel, partial(_bring, area, self.panel))

    @Slot()
    def _leave(self) -> None:
        """Closed: what still talks to the server stops."""
        self._cancel.set()


class _Step:
    """Passes what the store's thread made on to the transfer thread."""

    def __init__(self, dialog: PlanConnectionDialog, done: Any) -> None:
        self._dialog, self._done = dialog, done

    def made(self, work: Callable[[], Any]) -> None:
        self._dialog.on_line(work, self._done)


def _bring(area: QScrollArea, panel: QWidget) -> None:
    area.ensureWidgetVisible(panel)
