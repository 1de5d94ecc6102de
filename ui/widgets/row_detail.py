"""One row of a file beside the table: what it would change, why not, and every cell as received."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from navigator_app.domain.records import FieldChange, StagedRow
from navigator_app.i18n import _
from ui import theme
from ui.models.import_rows import VERDICT_TAG, service_word
from ui.models.import_words import field_label, value_words, verdict_word


class RowDetail(QTextBrowser):
    """Shows one StagedRow as selectable text; an empty place says what will stand there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with the invitation to choose a row."""
        super().__init__(parent)
        self._row: StagedRow | None = None
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("The chosen row"))
        self.document().setDocumentMargin(theme.S16)
        self._dress()
        self._render()

    def show_row(self, row: StagedRow | None) -> None:
        """Show a row; None asks to choose one."""
        self._row = row
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
            self._render()
        super().changeEvent(event)

    def _dress(self) -> None:
        sheet = (
            "RowDetail { border-radius: 8px; padding: 1px; "
            f"border: 1px solid {theme.css('line')}; }}"
            f"RowDetail:focus {{ border: 2px solid {theme.css('focus')}; padding: 0; }}"
        )
        if sheet != self.styleSheet():  # setting it sends StyleChange again
            self.setStyleSheet(sheet)

    def _render(self) -> None:
        row = self._row
        if row is None:
            self.setHtml(
                f'<p style="color:{theme.css("muted")}">'
                + escape(_("Choose a row to see every cell as the plan sent it, and what changes."))
                + "</p>"
            )
            return
        parts = [_head(row)]
        if row.verdict == "rejected":
            parts.append(_refusal(row))
        moving = [change for change in row.changes if not change.kept]
        if moving:
            parts.append(_changes(_("What changes"), moving, _("Known until now"), "info"))
        kept = [change for change in row.changes if change.kept]
        if kept:
            parts.append(
                _changes(_("What was put right here stays"), kept, _("Stands here"), "warning")
            )
        if row.verdict == "disappeared":
            parts.append(_gone())
        if row.raw:
            parts.append(_received(row))
        self.setHtml("".join(parts))
        self.verticalScrollBar().setValue(0)


def _head(row: StagedRow) -> str:
    tone = VERDICT_TAG.get(row.verdict, ("neutral", "dot"))[0]
    name = row.name or _("No name in the row")
    place = _("row {row}").format(row=row.row) + " · " if row.verdict != "disappeared" else ""
    facts = " · ".join(part for part in (row.cin, service_word(row.service)) if part)
    return (
        f'<p style="margin:0; font-size:{theme.px(theme.TITLE)}px; font-weight:600">'
        f"{escape(name)}</p>"
        f'<p style="margin:4px 0 0 0; color:{theme.css("muted")}">{escape(facts)}</p>'
        f'<p style="margin:4px 0 0 0"><span style="color:{theme.css(tone)}; font-weight:600">'
        f"{escape(verdict_word(row.verdict))}</span> "
        f'<span style="color:{theme.css("muted")}">{escape(place.rstrip(" ·"))}</span></p>'
    )


def _refusal(row: StagedRow) -> str:
    where = _("Column “{column}”").format(column=row.column) if row.column else _("The whole row")
    return (
        f'<table width="100%" cellpadding="10" style="margin-top:12px; '
        f'background-color:{theme.css("danger_soft")}"><tr><td>'
        f'<span style="color:{theme.css("danger")}; font-weight:600">{escape(where)}</span><br>'
        f"{escape(row.reason)}</td></tr></table>"
        f'<p style="margin:8px 0 0 0; color:{theme.css("muted")}">'
        + escape(
            _(
                "The row stays here in quarantine and changes nothing. "
                "Ask the plan to send it again, put right."
            )
        )
        + "</p>"
    )


def _changes(title: str, changes: list[FieldChange], known: str, tone: str) -> str:
    """Both values of each field; what will stand is the coloured one."""
    muted, strong = f"color:{theme.css('muted')}", f"color:{theme.css(tone)}; font-weight:600"
    cells = []
    for change in changes:
        before, after = (strong, muted) if change.kept else (muted, strong)
        old = value_words(change.field, change.old) or _("empty")
        new = value_words(change.field, change.new) or _("empty")
        cells.append(
            f"<tr><td>{escape(field_label(change.field))}</td>"
            f'<td style="{before}">{escape(old)}</td>'
            f'<td style="{after}">{escape(new)}</td></tr>'
        )
    heads = "".join(
        f'<td style="color:{theme.css("muted")}; font-size:{theme.px(theme.SMALL)}px">'
        f"{escape(head)}</td>"
        for head in (_("Field"), known, _("In this file"))
    )
    return (
        _title(title) + '<table width="100%" cellpadding="6" '
        f'style="background-color:{theme.css(f"{tone}_soft")}">'
        + f"<tr>{heads}</tr>{''.join(cells)}</table>"
    )


def _gone() -> str:
    text = _(
        "The plan sent this member before and not this time. Nothing is deleted or closed: "
        "the referral is marked, so that you can ask the plan what happened."
    )
    return f'<p style="margin-top:12px">{escape(text)}</p>'


def _received(row: StagedRow) -> str:
    lines = []
    for heading, cell in row.raw:
        shown = escape(cell) if cell else f'<span style="color:{theme.css("muted")}">–</span>'
        lines.append(
            f'<tr><td width="46%" style="color:{theme.css("muted")}; '
            f'font-size:{theme.px(theme.SMALL)}px">{escape(heading.strip())}</td>'
            f"<td>{shown}</td></tr>"
        )
    return (
        _title(_("As the plan sent it"))
        + f'<table width="100%" cellpadding="4">{"".join(lines)}</table>'
    )


def _title(text: str) -> str:
    return f'<p style="margin:16px 0 4px 0; font-weight:600">{escape(text)}</p>'
