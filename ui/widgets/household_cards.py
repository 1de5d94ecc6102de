"""Who lives with a member and what they live on, who stands around them, other programs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from navigator_app.domain import housing
from navigator_app.domain.guard_rows import ProgramRow
from navigator_app.domain.people import CareRow, HouseholdRow, IncomeRow, PeoplePage
from navigator_app.i18n import _
from ui.context import Context
from ui.models import guard_words, people_words
from ui.models.housing_words import dotted
from ui.widgets.people_cards import PeopleCard, ask, later


class HouseholdCard(PeopleCard):
    """People first, then incomes with their sum."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add somebody"), "add-user", "household_person", "")
        self.income = ask(_("Add an income"), "add", "income", "")
        super().__init__(context, _("Household and income"), [self.add, self.income])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.add.about = self.income.about = [page.member_id, ""]
        today = self.context.clock.today()
        rows: list[Callable[[], QWidget]] = [later(self._sum, page)] if page.incomes else []
        rows += [later(self._person, page, row) for row in page.household if row.left is None]
        runs = sorted(page.incomes, key=lambda row: not row.runs_on(today))
        rows += [later(self._income, page, row) for row in runs]
        rows += [later(self._person, page, row) for row in page.household if row.left]
        empty = _(
            "Nobody else and no income is written down. Both decide which homes fit and what rent "
            "can be carried."
        )
        self.show_rows(rows, empty)

    def _sum(self, page: PeoplePage) -> QWidget:
        today = self.context.clock.today()
        stays = {row.id for row in page.household if row.left is None and row.moves_in is not False}
        counted = [
            row
            for row in page.incomes
            if row.runs_on(today) and (not row.person_id or row.person_id in stays)
        ]
        cents = sum(row.cents for row in counted)
        text = _("{amount} a month, all together").format(amount=housing.money(cents))
        unverified = sum(row.cents for row in counted if row.verified is None)
        line = (
            _("{amount} of it is not verified.").format(amount=housing.money(unverified))
            if unverified
            else _("All of it is verified.")
        )
        return self.row(text, [line], None, [])

    def _person(self, page: PeoplePage, row: HouseholdRow) -> QWidget:
        step = ask(_("Amend"), "edit", "household_person", [page.member_id, row.id], row.name)
        line = people_words.person_line(row, self.context.clock.today())
        return self.row(row.name, [line], None, [step])

    def _income(self, page: PeoplePage, row: IncomeRow) -> QWidget:
        today, title = self.context.clock.today(), people_words.income_title(row)
        pill = ("good", _("Verified")) if row.verified else ("pending", _("Not verified"))
        if not row.runs_on(today):
            pill = ("refused", _("Does not run today"))
        step = ask(_("Amend"), "edit", "income", [page.member_id, row.id], title)
        return self.row(title, [people_words.income_line(row, today)], pill, [step])


class CareCard(PeopleCard):
    """Those who stand now, then those who did."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add somebody"), "add-user", "care_person", "")
        self.add.setAccessibleName(_("Add somebody to the care team"))
        super().__init__(context, _("Care team"), [self.add])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.add.about = [page.member_id, ""]
        empty = _(
            "Nobody is written down: the lead care manager, the clinic, a probation officer, the "
            "landlord. They often know where a member is."
        )
        self.show_rows([later(self._one, page, row) for row in page.care], empty)

    def _one(self, page: PeoplePage, row: CareRow) -> QWidget:
        today = self.context.clock.today()
        who = dotted(row.name, row.organization)
        step = ask(_("Amend"), "edit", "care_person", [page.member_id, row.id], who)
        stands = row.stands_on(today)
        pill = ("accent" if stands else "refused", people_words.role(row), "team")
        return self.row(who, [people_words.care_line(row, today)], pill, [step])


class ProgramsCard(PeopleCard):
    """Other programs and stays with their dates."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        self.add = ask(_("Add a program"), "add", "member_facts", "")
        super().__init__(context, _("Other programs"), [self.add])

    def show_page(self, page: PeoplePage) -> None:
        """Show one member's."""
        self.add.about = page.member_id
        empty = _(
            "No other program is written down. Some stand against housing services at the same "
            "time; ECM goes together with them."
        )
        self.show_rows([later(self._one, row) for row in page.programs], empty)

    def _one(self, row: ProgramRow) -> QWidget:
        title = _(row.program.value)
        line = guard_words.program_line(row).removeprefix(title).lstrip(" ·")
        step = ask(_("Amend"), "edit", "amend_program", row.id, title)
        return self.row(title, [line, row.note], None, [step])
