"""A person's profile for the capacity board."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.board_rows import Profile
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import team_profiles
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import board_words, words
from ui.widgets.asking_dialog import note_field
from ui.widgets.kept_form import KeptDialog, Work

_OWN = ("languages", "areas", "phone")
"""What somebody may change of their own."""


def _read(user_id: str, ws: Workspace) -> Profile:
    return team_profiles.profile(ws, user_id)


def _keep(wanted: Profile, ws: Workspace) -> Changes:
    return team_profiles.keep(ws, wanted)


class TeamProfileDialog(KeptDialog):
    """The form."""

    draft_key = "team_profile"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the person."""
        super().__init__(context, str(about or ""), _("Profile"), _("Save"), parent)
        self._known: Profile | None = None
        self.add("languages", _("Speaks"), QLineEdit(), _("One after the other, with commas."))
        self.add("areas", _("Works in"), QLineEdit(), _("Places or parts of town, with commas."))
        self.add("phone", _("Phone at work"), QLineEdit())
        self.add("share", _("Share of a full post, in percent"), QLineEdit())
        self.add("limit", _("Own limit of the weighted load"), QLineEdit(),
                 _("Empty: the agency’s limit by the share of a post."))  # fmt: skip
        self.add("open_any", _("Slots open to any new member"), QLineEdit())
        self.add("open_own", _("Slots open to own members only"), QLineEdit())
        self.add("note", _("Note, for supervisors"), note_field())
        beside = ("share", "limit"), ("open_any", "open_own")
        self.assemble(self.rows(*beside), 640, 760)
        self.ask(partial(_read, str(about or "")), self._show)

    def work(self) -> Work:
        """Keep the profile."""
        assert self._known is not None
        wanted = replace(
            self._known, languages=_several(self.words("languages")),
            areas=_several(self.words("areas")), phone=self.words("phone"),
        )  # fmt: skip
        if self._known.edits:
            wanted = replace(
                wanted, share=self._needed("share"), limit=self._limit(),
                open_any=self._needed("open_any"), open_own=self._needed("open_own"),
                note=self.words("note"),
            )  # fmt: skip
        return partial(_keep, wanted)

    def _needed(self, key: str) -> int:
        value = self.number(key)
        if value is None:
            raise InputRejected(key, _("Give a number."))
        return value

    def _limit(self) -> int | None:
        text = self.words("limit")
        if not text.strip():
            return None
        try:
            return board_words.read_weight(text)
        except ValueError as error:
            advice = _("Write for instance 25 or 22.5.")
            raise InputRejected("limit", _("This is no number."), advice) from error

    def _show(self, known: Profile) -> None:
        self._known = known
        self.whose.setText(words.isolated(known.name))
        for key, field in self.fields.items():
            field.setVisible(known.edits or key in _OWN)
        self.show_known({
            "languages": ", ".join(known.languages), "areas": ", ".join(known.areas),
            "phone": show_phone(known.phone) if known.phone else "", "share": str(known.share),
            "limit": "" if known.limit is None else board_words.weight(known.limit),
            "open_any": str(known.open_any), "open_own": str(known.open_own), "note": known.note,
        })  # fmt: skip

    def _written(self, result: Any) -> None:
        self.finish(result, _("Profile kept"))


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;\n]", text) if part.strip())
