"""How to reach a member, where they were seen, and the dangers around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain import people
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import FlagRow, Known, MethodRow, PeoplePage, PlaceRow
from navigator_app.i18n import _
from navigator_app.services import people as service
from navigator_app.services import reaching
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import people_words, words
from ui.widgets.people_cards import DO, PeopleCard, ask, later
from ui.widgets.people_dialog import undo


def _first(member_id: str, key: str, ws: Workspace) -> Written:
    return reaching.first(ws, member_id, key)


def _end(member_id: str, key: str, ws: Workspace) -> Written:
    return reaching.end(ws, member_id, key)


class ReachCard(PeopleCard):
    """Ways in their order, each saying whether word may be left."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add a way"), "add", "contact_method", "")
        super().__init__(context, _("How to reach, in this order"), [self.add])
        self._page: PeoplePage | None = None
        self._said = ""

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self._page = page
        self.add.about = [page.member_id, ""]
        live = [row for row in page.methods if row.ended is None]
        rows: list[Callable[[], QWidget]] = [
            later(self._method, page, row, place) for place, row in enumerate(live)
        ]
        rows += [later(self._known, page, one) for one in page.known]
        empty = _(
            "Nobody wrote down how to reach this member. Begin with a phone, a person or a place "
            "that they come to, and ask whether word may be left there."
        )
        self.show_rows(rows, empty)

    def act(self, step: str, key: str) -> None:
        """Put a way first, or take it from the list."""
        if self._page is None:
            return
        work = partial(_first if step == "first" else _end, self._page.member_id, key)
        first = step == "first"
        self._said = _("Tried first from now on") if first else _("Taken from the list")
        self.context.tasks.run(work, self._done, owner=self, failed=self.context.show_refusal)

    def _done(self, written: Written) -> None:
        self.context.tasks.announce(written.changes)
        back = TakeBack(self.context, partial(undo, written))
        self.context.ways.notice.emit(self._said, (_("Undo"), back.undo))

    def _method(self, page: PeoplePage, row: MethodRow, place: int) -> QWidget:
        title, today = people_words.method_title(row), self.context.clock.today()
        about = [page.member_id, row.id]
        steps = [ask(_("Amend"), "edit", "contact_method", about, title)]
        if place:
            steps.append(ask(_("Try first"), "up", DO + "first", row.id, title))
        steps.append(ask(_("Take off"), "close", DO + "end", row.id, title))
        pill = people_words.word_pill(row, page)
        return self.row(title, [people_words.method_line(row, today)], pill, steps)

    def _known(self, page: PeoplePage, one: Known) -> QWidget:
        value = show_phone(one.value) or one.value
        about = [page.member_id, "", one.kind, one.value]
        step = ask(_("Ask and add"), "add", "contact_method", about, value)
        text = _("{kind} on the member’s record; nobody asked about leaving word.").format(
            kind=people_words.contact_kind(one.kind)
        )
        pill = ("warning", _("Leave no word"), "no-voicemail")
        return self.row(value, [text], pill, [step])


class PlacesCard(PeopleCard):
    """Places, the latest first, and where else to look."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add a place"), "add", "place_seen", "")
        self.look = ask(_("Where to look"), "compass", "locate", "")
        super().__init__(context, _("Places last seen"), [self.add, self.look])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.add.about = [page.member_id, ""]
        self.look.about = page.member_id
        rows: list[Callable[[], QWidget]] = []
        if page.looked:
            rows.append(later(self._looked, page))
        rows[:0] = [later(self._place, page, row) for row in page.places]
        if page.looked and len(rows) > 2:
            rows.insert(2, rows.pop())
        empty = _(
            "No place is known yet. An attempt that meets the member at a place writes it down by "
            "itself; until then, go through the list of where to look."
        )
        self.show_rows(rows, empty)

    def _place(self, page: PeoplePage, row: PlaceRow) -> QWidget:
        today = self.context.clock.today()
        sure = people.title(service.lists().confidences, row.confidence)
        tone = people_words.CONFIDENCE_TONES.get(row.confidence, "neutral")
        pill = (tone, _(sure) if sure else _("Not said how sure"))
        about = [page.member_id, row.id]
        own = [] if row.attempt_id else [ask(_("Amend"), "edit", "place_seen", about, row.place)]
        return self.row(row.place, [people_words.place_line(row, today)], pill, own)

    def _looked(self, page: PeoplePage) -> QWidget:
        today = self.context.clock.today()
        sources = service.lists().places_to_look
        lines = []
        for source in sources:
            last = page.last_look(source.id)
            if last is not None:
                what = _(people_words.FOUND.get(last.found, ("", last.found))[1]).lower()
                text = f"{_(source.title)}: {what}, {words.short_day(last.on, today)}"
                lines.append(f"{text}  ·  {last.note}" if last.note else text)
        done = len(lines)
        pill = ("info", _("{n} of {all} sources").format(n=done, all=len(sources)))
        return self.row(_("Looked through"), lines, pill, [])


class SafetyCard(PeopleCard):
    """Dangers with what each rules; those that ended stay below."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add a danger"), "add", "safety_flag", "")
        super().__init__(context, _("Safety"), [self.add])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.add.about = [page.member_id, ""]
        empty = _(
            "No danger is on record. Whatever stands here is said first on every screen, and "
            "keeps what it names out of print."
        )
        self.show_rows([later(self._flag, page, row) for row in page.flags], empty)

    def _flag(self, page: PeoplePage, row: FlagRow) -> QWidget:
        today, title = self.context.clock.today(), people_words.flag_title(row)
        lines = [row.note, people_words.flag_rules(row), people_words.flag_line(row, today)]
        if row.ended is not None:
            return self.row(title, lines, ("refused", _("Ended")), [])
        pill = ("danger", _("Danger"), "danger")
        if row.due_for_review(today):
            pill = ("warning", _("Look again today"), "")
        steps = [
            ask(_("No longer so"), "check", "end_safety_flag", [page.member_id, row.kind], title)
        ]
        if row.id:
            about = [page.member_id, row.id]
            steps.insert(0, ask(_("Amend"), "edit", "safety_flag", about, title))
        return self.row(title, lines, pill, steps)
