"""The agency's own words for a place on its forms, in one language, and where it has them from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services.form_texts import TextPlace
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models.form_words import language
from ui.widgets.asking_dialog import choice_field, choose, note_field
from ui.widgets.kept_form import KeptDialog, parts_of
from ui.widgets.text import Body, Small

_Read = tuple[TextPlace, dict[str, str]]


def _read(block: str, ws: Workspace) -> _Read:
    from navigator_app.services import form_texts

    found = next((one for one in form_texts.places(ws) if one.block == block), None)
    if found is None:
        raise NotFound(
            _("No such place"), _("No form has this place any more."), _("Close this form.")
        )
    return found, form_texts.languages()


def _save(block: str, code: str, text: str, source: str, ws: Workspace) -> tuple[Changes, str, str]:
    from navigator_app.services import form_texts

    before = form_texts.text_of(ws, block, code)
    return form_texts.save(ws, block, code, text, source), *before


def _put_back(block: str, code: str, text: str, source: str, ws: Workspace) -> Changes:
    from navigator_app.services import form_texts

    return form_texts.save(ws, block, code, text, source)


class FormWordsDialog(KeptDialog):
    """The form; an empty text takes the words away."""

    draft_key = "form_words"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a block and a language."""
        self._block, self._code = parts_of(about, 2)
        self._code = self._code or "en"
        super().__init__(
            context, [self._block, self._code], _("Your own words"), _("Keep these words"), parent
        )
        self._place: TextPlace | None = None
        self._names: dict[str, str] = {}
        self.asks, self.law = Body(""), Small("")
        self.add("language", _("Language"), choice_field({}))
        self.add(
            "text", _("The words as they print"), note_field(),
            _("Written for the person who signs: short sentences, plain words."),
        )  # fmt: skip
        self.add(
            "source", _("Where you have them from"), QLineEdit(),
            _("A law, your counsel’s letter, the plan’s manual, or who wrote them."),
        )  # fmt: skip
        text = self.fields["text"].widget
        if isinstance(text, QPlainTextEdit):
            text.setFixedHeight(theme.px(150))
        self.assemble([self.asks, self.law, *self.rows()], 620, 640)
        self.ask(partial(_read, self._block), self._show)

    def work(self) -> partial[tuple[Changes, str, str]]:
        """Keep the text."""
        return partial(
            _save, self._block, self.words("language"), self.words("text"), self.words("source")
        )

    def _show(self, read: _Read) -> None:
        place, self._names = read
        self._place = place
        self.whose.setText(_("On: {forms}").format(forms=", ".join(place.forms)))
        self.asks.setText(place.asks)
        self.law.setText(", ".join(place.law))
        self.law.setVisible(bool(place.law))
        box = self.fields["language"].widget
        for code in place.languages:
            box.addItem(language(code, self._names), code)  # type: ignore[attr-defined]
        choose(box, self._code)  # type: ignore[arg-type]
        self._fill()
        self.show_known()
        box.currentIndexChanged.connect(self._other)  # type: ignore[attr-defined]

    @Slot()
    def _other(self) -> None:
        """Another language has other words; what was typed and not kept stays in sight."""
        known = self._as_known
        typed = self.words("text") != known["text"] or self.words("source") != known["source"]
        if not typed:
            self._fill()
            self.begin()

    def _fill(self) -> None:
        assert self._place is not None
        own = self._place.texts.get(self.words("language"))
        self.put_back({"text": own.text if own else "", "source": own.source if own else ""})

    def _written(self, result: tuple[Changes, str, str]) -> None:
        changes, text, source = result
        undo = partial(_put_back, self._block, self.words("language"), text, source)
        said = _("Kept; it stands on your forms from now on.")
        if not self.words("text").strip():
            said = _("Taken away; the place waits for words again.")
        self.finish(changes, said, TakeBack(self.context, undo))
