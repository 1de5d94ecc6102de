"""A member moves in: the home, the lease, the money, and all that follows from it, in one step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.tenancy_rows import Made
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import move_in, move_in_desk
from navigator_app.services.move_in import MoveInDraft
from navigator_app.services.move_in_desk import MoveInDesk
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs import move_in_form as form
from ui.dialogs.housing_unit import money_text, number_text
from ui.models import words
from ui.widgets.kept_form import parts_of
from ui.widgets.tab_order import follow_layout
from ui.widgets.tenancy_dialog import TenancyDialog


def _read(member_id: str, ws: Workspace) -> MoveInDesk:
    return move_in_desk.desk(ws, member_id)


def _record(member_id: str, draft: MoveInDraft, ws: Workspace) -> Made:
    return move_in.record(ws, member_id, draft)


class MoveInDialog(TenancyDialog):
    """The form. It comes up once it knows what there is to choose from."""

    draft_key = "move_in"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, application's id]."""
        self._member_id, self._application_id = parts_of(about, 2)
        kept = [self._member_id, self._application_id]
        super().__init__(context, kept, _("Record the move-in"), _("Record the move-in"), parent)
        self._desk: MoveInDesk | None = None
        self._wanted = False
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show, owner=self, failed=self._failed)

    def open(self) -> None:
        """Show it as soon as it is filled."""
        self._wanted = True
        if self._desk is not None:
            super().open()

    def save(self) -> None:
        """Record it all."""
        if self._desk is None:
            return
        try:
            draft = self._value()
        except InputRejected as error:
            self.refused(error)
            return
        self.write(partial(_record, self._member_id, draft), self._recorded)

    def refused(self, error: BaseException) -> None:
        """A refusal from ending the search's service stands at how its loop is closed."""
        if isinstance(error, InputRejected) and error.field in ("reason", "on", "status"):
            error = InputRejected("closes", str(error))
        super().refused(error)

    # filling

    def _show(self, desk: MoveInDesk) -> None:
        self._desk = desk
        self.whose.setText(words.isolated(desk.member))
        form.add_fields(self, desk)
        self.notes = form.Notes(desk)
        self.assemble(form.laid_out(self, self.notes), 780, 760)
        self._start(desk)
        self.begin()
        self._connect()
        self._follow()
        if self._wanted:
            super().open()
            follow_layout(self)

    def _start(self, desk: MoveInDesk) -> None:
        chosen = self._application_id or (desk.homes[0].id if desk.homes else "")
        rent = next((one.rent_cents for one in desk.homes if one.id == chosen), None)
        paying = desk.subsidies[0] if desk.subsidies else None
        share = None
        if rent is not None and paying is not None and paying.cents is not None:
            share = max(0, rent - paying.cents)
        self.put_back(
            {
                "home": f"{form.APPLICATION}{chosen}" if chosen else "",
                "move_in": desk.today.isoformat(),
                "rent": money_text(rent),
                "share": money_text(share),
                "subsidy": paying.id if paying else "",
                "visit_every": number_text(desk.visit_days),
                "goals": ",".join(one.id for one in desk.goals),
                "follows": ",".join(form.starts_with(desk)),
                "closes": desk.htns.closes.slug if desk.htns and desk.htns.closes else "",
            }
        )

    def _connect(self) -> None:
        form.box_of(self, "home").currentIndexChanged.connect(self._home_chosen)
        form.day_of(self, "move_in").textChanged.connect(self._follow)
        for box in form.checks_of(self, "follows").boxes.values():
            box.toggled.connect(self._follow)

    # following

    @Slot()
    def _home_chosen(self) -> None:
        """Another home brings its rent."""
        if self._desk is not None:
            self.put_back({"rent": money_text(form.rent_of(self._desk, self.words("home")))})
        self._follow()

    @Slot()
    def _follow(self) -> None:
        desk = self._desk
        if desk is None:
            return
        follows = form.checks_of(self, "follows").values()
        shown = {
            "address": not self.words("home"),
            "closes": form.HTNS in follows and desk.htns is not None and bool(desk.htns.closes),
            "said_yes": form.HTSS in follows,
            "what_changed": form.HTSS in follows and bool(desk.lifetime and desk.lifetime.asks),
            "override": form.HTSS in follows and bool(desk.lifetime and desk.lifetime.most),
        }
        for key, visible in shown.items():
            self.fields[key].setVisible(visible)
        self.notes.show_lifetime(form.HTSS in follows)
        try:
            self.notes.show_window(self.day("move_in"))
        except InputRejected:
            self.notes.show_window(None)

    # reading

    def _value(self) -> MoveInDraft:
        home = self.words("home")
        follows = form.checks_of(self, "follows").values()
        closes = self.words("closes") if form.HTNS in follows else ""
        return MoveInDraft(
            move_in=self.needed_day("move_in"),
            application_id=home.removeprefix(form.APPLICATION)
            if home.startswith(form.APPLICATION) else "",
            unit_id=home.removeprefix(form.UNIT) if home.startswith(form.UNIT) else "",
            address="" if home else self.words("address"),
            lease_starts=self.day("lease_starts"),
            lease_ends=self.day("lease_ends"),
            rent_cents=self.money("rent"),
            share_cents=self.money("share"),
            rent_due_day=self.number("rent_due_day"),
            subsidy_id=self.words("subsidy"),
            recertify=self.day("recertify"),
            visit_every=self.number("visit_every"),
            note=self.words("note"),
            goals=self.several("goals"),
            end_others=form.OTHERS in follows,
            end_htns=form.HTNS in follows,
            closes=ClosureReason.from_slug(closes) if closes else None,
            open_htss=form.HTSS in follows,
            said_yes=self.day("said_yes") if form.HTSS in follows else None,
            what_changed=self.words("what_changed"),
            override=self.words("override"),
        )  # fmt: skip

    def _recorded(self, made: Made) -> None:
        self.made(made, _("Moved in. The home stands under Home."))

    def _failed(self, error: BaseException) -> None:
        self.context.show_refusal(error)
        self.accept()
