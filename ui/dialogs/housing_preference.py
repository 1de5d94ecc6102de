"""What a member looks for in a home."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import PreferenceRow, Written
from navigator_app.i18n import _
from navigator_app.services import housing_choices, housing_search
from navigator_app.services.housing_search import PreferenceDraft, SearchPage
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import money_text, number_text, yes_no_text
from ui.models import housing_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.check_group import CheckGroup
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso


def _read(member_id: str, ws: Workspace) -> SearchPage:
    return housing_search.page(ws, member_id)


def _save(member_id: str, draft: PreferenceDraft, ws: Workspace) -> Written:
    return housing_search.save_preference(ws, member_id, draft)


class HousingPreferenceDialog(KeptDialog):
    """The form."""

    draft_key = "housing_preference"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, str(about), _("What they look for"), _("Save"), parent)
        self.whose.setText(_("In the member’s own words where you can. Leave open what is not yet "
                             "known: nothing is guessed."))  # fmt: skip
        lists, today = housing_choices.lists(), context.clock.today()
        asked = {"": _("Nobody asked"), "yes": _("Yes"), "no": _("No")}
        self.add("areas", _("Where"), QLineEdit(), _("Towns or ZIP codes, with commas between"))
        self.add("avoid", _("Not in"), QLineEdit(), _("Towns, streets or ZIP codes to stay out of"))
        self.add("near", _("Near to"), QLineEdit(), _("Clinic, school, family, a bus line"))
        self.add("kinds", _("Kinds of home"), CheckGroup(housing_words.listed(lists.unit_kinds)))
        self.add("bedrooms", _("Bedrooms at least"), QLineEdit(), _("0 for a studio"))
        self.add("most_rent", _("Own share at most, a month"), QLineEdit())
        self.add("move_by", _("Wants to move by"), DayField(today, ahead=True))
        self.add("pets", _("Pets or an assistance animal"), choice_field(asked))
        features = CheckGroup(housing_words.listed(lists.features))
        self.add("features", _("Must have"), features)
        self.add("note", _("Note"), note_field())
        beside = ("areas", "avoid"), ("bedrooms", "most_rent"), ("move_by", "pets")
        self.assemble(self.rows(*beside), 720, 820)
        self.ask(partial(_read, str(about)), self._show)

    def work(self) -> Work:
        """Write it."""
        draft = PreferenceDraft(
            areas=self.words("areas"),
            avoid=self.words("avoid"),
            kinds=self.several("kinds"),
            bedrooms=self.number("bedrooms"),
            most_rent_cents=self.money("most_rent"),
            move_by=self.day("move_by"),
            features=self.several("features"),
            pets=self.yes_no("pets"),
            near=self.words("near"),
            note=self.words("note"),
        )
        return partial(_save, str(self.about), draft)

    def _show(self, page: SearchPage) -> None:
        row = page.facts.preference
        self.show_known(_kept(row) if row else None)

    def _written(self, written: Written) -> None:
        self.written(written, _("Preferences kept"))


def _kept(row: PreferenceRow) -> dict[str, str]:
    return {
        "areas": row.areas,
        "avoid": row.avoid,
        "near": row.near,
        "kinds": ",".join(row.kinds),
        "bedrooms": number_text(row.bedrooms),
        "most_rent": money_text(row.most_rent_cents),
        "move_by": iso(row.move_by),
        "pets": yes_no_text(row.pets),
        "features": ",".join(row.features),
        "note": row.note,
    }
