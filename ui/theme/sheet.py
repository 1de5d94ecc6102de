"""The style sheet: shapes, edges and focus ring of every common control."""

from __future__ import annotations

from ui.theme import state
from ui.theme.state import BODY, DISPLAY, SMALL, TITLE, px

_RULES = """
* {{ outline: none; }}
QToolTip {{ background: {text}; color: {surface}; border: none; padding: 6px 8px; }}
QLabel {{ background: transparent; }}
QLabel[role="small"], QLabel[role="small-muted"] {{ font-size: {small}px; }}
QLabel[role="muted"], QLabel[role="small-muted"] {{ color: {muted}; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[role="display"] {{ font-size: {display}px; font-weight: 600; }}
QLabel[role="error"] {{ color: {danger}; font-size: {small}px; }}
QLabel[role="code"] {{ font-size: {title}px; font-weight: 600; letter-spacing: 2px; }}

QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="rail"] {{ background: {sunken}; border: none; border-right: 1px solid {line}; }}
QFrame[role="bar"] {{ background: {window}; border: none; border-bottom: 1px solid {line}; }}
QFrame[role="footer"] {{ background: {sunken}; border: none; border-top: 1px solid {line}; }}
QFrame[role="rule"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit, QDateTimeEdit, QTimeEdit {{
  background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px;
  padding: 1px 9px; min-height: {inner}px;
  selection-background-color: {accent}; selection-color: {on_accent};
  placeholder-text-color: {muted}; }}
QPlainTextEdit, QTextEdit {{ padding: 6px 6px; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit,
QComboBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0;
  background: transparent; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
QDateEdit:focus, QDateTimeEdit:focus, QTimeEdit:focus {{
  border: 2px solid {focus}; padding: 0px 8px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 5px 5px; }}
QSpinBox, QDateEdit, QDateTimeEdit, QTimeEdit {{ max-height: {inner}px; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"],
QDateEdit[invalid="true"], QDateTimeEdit[invalid="true"] {{
  border: 2px solid {danger}; padding: 0px 8px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QSpinBox:disabled {{
  background: {window}; color: {disabled}; border-color: {line}; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none;
  width: {drop}px; subcontrol-position: center right; }}
QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{arrow}"); width: {glyph}px;
  height: {glyph}px; }}
QSpinBox::up-button, QTimeEdit::up-button, QDateTimeEdit::up-button {{ border: none;
  width: {drop}px; height: {half}px; subcontrol-position: top right; }}
QSpinBox::down-button, QTimeEdit::down-button, QDateTimeEdit::down-button {{ border: none;
  width: {drop}px; height: {half}px; subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QTimeEdit::up-arrow, QDateTimeEdit::up-arrow {{ image: url("{arrow_up}");
  width: {glyph}px; height: {glyph}px; }}
QSpinBox::down-arrow, QTimeEdit::down-arrow {{ image: url("{arrow}"); width: {glyph}px;
  height: {glyph}px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {glyph}px; height: {glyph}px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {border};
  selection-background-color: {accent_soft}; selection-color: {text}; padding: 4px; }}
QComboBox QAbstractItemView::item {{ min-height: {item}px; padding: 0 8px; }}

QPushButton {{ background: {surface}; color: {text}; border: 1px solid {border};
  border-radius: 6px; padding: 1px 15px; min-height: {inner}px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {sunken}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 0px 14px; }}
QPushButton:checked {{ background: {accent_soft}; border-color: {accent}; font-weight: 600; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; background: {window}; }}
PrimaryButton {{ background: {accent}; color: {on_accent}; border: 1px solid {accent};
  font-weight: 600; }}
PrimaryButton:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
PrimaryButton:pressed {{ background: {accent_hover}; }}
PrimaryButton:focus {{ border: 2px solid {text}; padding: 0px 14px; }}
PrimaryButton:disabled {{ background: {neutral_soft}; color: {disabled};
  border-color: {neutral_soft}; }}
QuietButton {{ background: transparent; border: 1px solid transparent; color: {accent};
  padding: 1px 9px; }}
QuietButton:hover {{ background: {accent_soft}; }}
QuietButton:focus {{ border: 2px solid {focus}; padding: 0px 8px; }}
QuietButton:disabled {{ color: {disabled}; background: transparent;
  border-color: transparent; }}
FactButton {{ background: transparent; border: 1px solid transparent; padding: 1px 0; }}
FactButton:hover {{ background: {hover}; }}
FactButton:focus {{ border: 2px solid {focus}; padding: 0; }}
IconButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 0; min-width: {inner}px; }}
IconButton:hover {{ background: {hover}; }}
IconButton:focus {{ border: 2px solid {focus}; padding: 0; }}
FieldButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 0; }}
FieldButton:hover {{ background: {hover}; }}
FieldButton:focus {{ border: 2px solid {focus}; }}
RailButton {{ background: transparent; border: 2px solid transparent; border-radius: 8px;
  color: {text}; padding: 6px 4px; font-size: {small}px; }}
RailButton:hover {{ background: {line}; }}
RailButton:checked {{ background: {accent_soft}; color: {accent}; font-weight: 600; }}
RailButton:focus {{ border: 2px solid {focus}; }}
ChoiceCard {{ background: {surface}; border: 1px solid {border}; border-radius: 8px;
  text-align: left; padding: 0; }}
ChoiceCard:hover {{ background: {accent_soft}; }}
ChoiceCard:focus {{ border: 2px solid {focus}; padding: 0; }}

QCheckBox, QRadioButton {{ spacing: 8px; min-height: {control}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px;
  border: 2px solid {border}; border-radius: 5px; background: {surface}; }}
QRadioButton::indicator {{ border-radius: {round}px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url("{check}"); }}
QRadioButton::indicator:checked {{ border: {ring}px solid {accent}; width: {dot}px;
  height: {dot}px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; text-decoration: underline; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {focus}; }}
QHeaderView {{ background: {window}; border: none; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none;
  border-bottom: 1px solid {line}; padding: 1px {pad}px; min-height: {inner}px;
  font-size: {small}px; font-weight: 600; }}
QTableView, QListView, QTreeView {{ background: {surface}; border: 1px solid {line};
  border-radius: 8px; gridline-color: {line}; selection-background-color: {accent_soft};
  selection-color: {text}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 2px solid {focus}; }}
QTableCornerButton::section {{ background: {window}; border: none; }}
QScrollArea {{ background: {window}; border: none; }}
QWidget[role="page"] {{ background: {window}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTabBar::tab {{ padding: 1px 14px; min-height: {inner}px; border: none;
  border-bottom: 2px solid transparent; color: {muted}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; font-weight: 600; }}
QTabBar::tab:focus {{ border: 2px solid {focus}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QProgressBar {{ background: {sunken}; border: none; border-radius: 4px; max-height: 8px;
  min-height: 8px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QMenu {{ background: {surface}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 8px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_soft}; }}
QSlider::groove:horizontal {{ height: 4px; background: {border}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {accent}; width: 20px; margin: -8px 0;
  border-radius: 10px; }}
QSlider::handle:horizontal:focus {{ border: 3px solid {text}; }}
"""


def text() -> str:
    """Return the style sheet for the palette and text scale of this moment."""
    from navigator_app.paths import resource

    shade = "dark" if state.is_dark() else "light"
    return _RULES.format(
        **state.now.palette,
        small=px(SMALL),
        title=px(TITLE),
        display=px(DISPLAY),
        inner=state.row_height() - 4,
        control=state.row_height(),
        box=px(18),
        round=(px(18) + 4) // 2,
        ring=max(4, px(6)),
        dot=px(18) + 4 - 2 * max(4, px(6)),
        check=resource("icons", f"check-{shade}.svg").as_posix(),
        pad=px(8),
        item=max(32, px(BODY) + 16),
        drop=px(BODY) + 16,
        glyph=px(BODY) + 1,
        half=state.row_height() // 2 - 2,
        arrow_up=resource("icons", f"up-{shade}.svg").as_posix(),
        arrow=resource("icons", f"down-{shade}.svg").as_posix(),
    )
