"""The questions of a note about a service, in the order they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.service_codes import Code
from navigator_app.domain.service_rows import EncounterRow, NoteDraft, TemplateRow, TimerRow
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.i18n import _
from ui.context import Context
from ui.dialogs.service_note_fields import NoteFields
from ui.models import service_words
from ui.widgets.asking_dialog import choose, day_of, set_day

_LINES = ("place", "with_whom", "miles")


class NoteForm(NoteFields):
    """Who, what, when, how long, how, and the note itself. A note is about what just ended: while
    nobody touches the time, it began as long ago as it took.

    Signals:
        edited(): something was typed or picked.
        template_asked(object): a template's id was picked to begin from.
    """

    edited = Signal()
    template_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Ask everything; nothing is answered yet."""
        super().__init__(context, parent)
        self._clock = context.clock
        self._touched = False
        self._wanted_barrier = ""
        self._tick = QTimer(self, interval=20_000)
        self._connect()
        self._follow_clock()

    # what was answered

    def member_id(self) -> str:
        """Whom it is about, "" while nobody is picked."""
        chosen = self.finder.chosen
        return chosen[0].id if chosen else ""

    def begins(self) -> datetime:
        """When it began, local and naive; midnight while the time is not readable."""
        return datetime.combine(day_of(self.on), self.at.value() or time.min)

    def value(self) -> NoteDraft | None:
        """The note as it stands; None until a member and a service are picked."""
        service = self.service.value()
        if not self.member_id() or service is None:
            return None
        return NoteDraft(
            member_id=self.member_id(),
            service=service,
            component=str(self.component.currentData() or ""),
            at=self.begins(),
            minutes=service_words.read_minutes(self.minutes.text()) or 0,
            mode=Mode.from_slug(self.mode.currentData()),
            place=self.place.text(),
            with_whom=self.with_whom.text(),
            narrative=self.narrative.toPlainText(),
            miles=self.read_miles(),
            code=str(self.code.currentData() or ""),
            barrier_id=str(self.barrier.currentData() or "") or None,
            together=self.together.isChecked() and not self.together.isHidden(),
            close_loop=self.close_loop.isChecked() and not self.close_loop.isHidden(),
        )

    def read_miles(self) -> float | None:
        """The miles typed; None for none, not a number for what is no number."""
        text = self.miles.text().strip().replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            return float("nan")

    def missing(self) -> dict[str, str]:
        """What must be answered before it can be kept, by field."""
        found = {}
        if not self.member_id():
            found["member_id"] = _("Choose who was served.")
        if self.service.value() is None:
            found["service"] = _("Choose the service.")
        if not self.component.currentData():
            found["component"] = _("Choose what was done.")
        if self.at.value() is None:
            found["at"] = _("Write the time as 7:30 pm or 19:30.")
        if self.minutes.text().strip() and service_words.read_minutes(self.minutes.text()) is None:
            found["minutes"] = _("Write minutes, or hours as 1:30.")
        return found

    # what is half typed

    def typed(self) -> dict[str, object]:
        """All that was typed or picked, JSON-ready; empty when nothing took work."""
        service = self.service.value()
        found: dict[str, object] = {
            "finder": self.finder.field.text(),
            "service": service.slug if service else "",
            "component": str(self.component.currentData() or ""),
            "at": self.begins().isoformat() if self._touched else "",
            "minutes": self.minutes.text(),
            "code": str(self.code.currentData() or ""),
            "barrier": str(self.barrier.currentData() or ""),
            "narrative": self.narrative.toPlainText(),
            "keep_as": self.keep_as.text(),
            **{key: getattr(self, key).text() for key in _LINES},
        }
        found = {key: value for key, value in found.items() if value}
        if found.keys() - {"service", "code"}:
            found["mode"] = str(self.mode.currentData())
            return found
        return {}

    def put_back(self, payload: dict[str, object]) -> None:
        """Fill in what `typed` gave."""
        text = {key: str(value) for key, value in payload.items() if isinstance(value, str)}
        with QSignalBlocker(self):
            self.finder.field.setText(text.get("finder", ""))
            if text.get("service") in Service.slugs():
                self.set_service(Service.from_slug(text["service"]))
            choose(self.component, text.get("component", ""))
            choose(self.mode, text.get("mode", ""))
            self.minutes.setText(text.get("minutes", ""))
            self.narrative.setPlainText(text.get("narrative", ""))
            self.keep_as.setText(text.get("keep_as", ""))
            for key in _LINES:
                getattr(self, key).setText(text.get(key, ""))
            if text.get("at"):
                self.set_moment(datetime.fromisoformat(text["at"]))
            if barrier := text.get("barrier"):
                self._wanted_barrier = barrier
                choose(self.barrier, barrier)
            if code := text.get("code"):
                self.code.addItem(code, code)
                choose(self.code, code)
        self.edited.emit()

    def show_row(self, row: EncounterRow) -> None:
        """Fill in a note that is corrected."""
        self.put_back(
            {
                "service": row.service.slug,
                "component": row.component,
                "mode": row.mode.slug,
                "at": row.at.replace(tzinfo=None).isoformat(),
                "minutes": str(row.minutes),
                "place": row.place,
                "with_whom": row.with_whom,
                "narrative": row.narrative,
                "miles": f"{row.miles:g}" if row.miles is not None else "",
                "code": row.code,
                "barrier": row.barrier_id,
            }
        )

    def show_template(self, row: TemplateRow) -> None:
        """Fill in what a template holds; what it leaves open stays as it is."""
        with QSignalBlocker(self):
            self.set_service(row.service)
            choose(self.component, row.component)
            if row.mode is not None:
                choose(self.mode, row.mode.slug)
            if row.minutes:
                self.minutes.setText(str(row.minutes))
            if row.place:
                self.place.setText(row.place)
            if row.narrative and not self.narrative.toPlainText().strip():
                self.narrative.setPlainText(row.narrative)
        self.edited.emit()

    # showing

    def show_templates(self, rows: Sequence[TemplateRow]) -> None:
        """Offer these to begin from."""
        with QSignalBlocker(self.template):
            while self.template.count() > 1:
                self.template.removeItem(1)
            for row in rows:
                self.template.addItem(row.name, row.id)
        self.fields["template"].setVisible(bool(rows))

    def show_barriers(self, barriers: Sequence[tuple[str, str]]) -> None:
        """Offer what the member's support plan works on; the field is there only where there is
        such a plan."""
        wanted = str(self.barrier.currentData() or "") or self._wanted_barrier
        with QSignalBlocker(self.barrier):
            while self.barrier.count() > 1:
                self.barrier.removeItem(1)
            for key, words in barriers:
                self.barrier.addItem(" ".join(words.split())[:120], key)
            choose(self.barrier, wanted)
        self.fields["barrier_id"].setVisible(bool(barriers))

    def show_codes(self, codes: Sequence[Code], code: Code | None) -> None:
        """Offer these codes; the field is there only where a person has a choice."""
        keys = ["", *(one.key for one in codes)]
        with QSignalBlocker(self.code):
            if keys != [str(self.code.itemData(n)) for n in range(self.code.count())]:
                self.code.clear()
                self.code.addItem(_("Choose the code"), "")
                for one in codes:
                    self.code.addItem(service_words.code_title(one), one.key)
            choose(self.code, code.key if code else "")
        self.fields["code"].setVisible(len(codes) > 1)

    @Slot(object)
    def use_timer(self, row: TimerRow) -> None:
        """Take over what a stopwatch showed: when it began and how long it ran."""
        self.minutes.setText(str(row.minutes))
        self.set_moment(self._clock.to_local(row.started).replace(tzinfo=None))
        self.edited.emit()

    def set_service(self, service: Service) -> None:
        """Pick a service; its components are offered."""
        self.service.set_value(service)
        with QSignalBlocker(self.component):
            kept = str(self.component.currentData() or "")
            while self.component.count() > 1:
                self.component.removeItem(1)
            for key, title in service_words.components(service).items():
                self.component.addItem(title, key)
            choose(self.component, kept)
        self._show_help()

    def set_moment(self, moment: datetime) -> None:
        """Show when it began; it no longer follows the clock."""
        self._show_moment(moment)
        self._touched = True
        self.now.show()

    @Slot()
    def set_now(self) -> None:
        """Let the beginning follow the clock again."""
        self._touched = False
        self.now.hide()
        self._follow_clock()
        self.edited.emit()

    def _show_moment(self, moment: datetime) -> None:
        with QSignalBlocker(self.on), QSignalBlocker(self.at):
            set_day(self.on, moment.date().isoformat())
            self.at.set_time(moment.time())

    @Slot()
    def _follow_clock(self) -> None:
        if self._touched:
            return
        took = timedelta(minutes=service_words.read_minutes(self.minutes.text()) or 0)
        now = self._clock.to_local(self._clock.now()).replace(tzinfo=None)
        self._show_moment(now - min(took, timedelta(days=1)))

    @Slot()
    def _touch(self) -> None:
        self._touched = True
        self.now.show()
        self.edited.emit()

    @Slot()
    def _minutes_typed(self) -> None:
        self._follow_clock()
        self.edited.emit()

    @Slot(object)
    def _service_picked(self, service: Service) -> None:
        self.set_service(service)
        self.component.setFocus()
        self.edited.emit()

    @Slot()
    def _component_picked(self) -> None:
        self._show_help()
        self.edited.emit()

    @Slot()
    def _template_picked(self) -> None:
        if key := str(self.template.currentData() or ""):
            self.template_asked.emit(key)

    @Slot()
    def _members_changed(self) -> None:
        if len(self.finder.chosen) > 1:  # a note is about one
            self.finder.set_chosen(self.finder.chosen[-1:])
            return
        finding = not self.member_id()
        self.finder.field.setVisible(finding)
        # Tab passes by a whole widget whose proxy is hidden, and then by what follows it.
        proxy = self.finder.field if finding else None
        self.finder.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes none, too
        self.timer.show_member(self.member_id())
        self.edited.emit()

    def _show_help(self) -> None:
        text = service_words.component_help(str(self.component.currentData() or ""))
        self.help.setText(text)
        self.help.setVisible(bool(text))

    def _connect(self) -> None:
        self.finder.changed.connect(self._members_changed)
        self.finder.finished.connect(self.service.take_focus)
        self.service.chosen.connect(self._service_picked)
        self.component.currentIndexChanged.connect(self._component_picked)
        self.template.currentIndexChanged.connect(self._template_picked)
        self.on.userDateChanged.connect(self._touch)
        self.at.textEdited.connect(self._touch)
        self.now.clicked.connect(self.set_now)
        self.minutes.textEdited.connect(self._minutes_typed)
        self.timer.stopped.connect(self.use_timer)
        for box in (self.mode, self.code, self.barrier):
            box.currentIndexChanged.connect(self.edited)
        for line in (self.place, self.with_whom, self.miles, self.keep_as):
            line.textEdited.connect(self.edited)
        self.narrative.textChanged.connect(self.edited)
        self.together.toggled.connect(self.edited)
        self._tick.timeout.connect(self._follow_clock)
        self._tick.start()
