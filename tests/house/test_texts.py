"""The texts for translation: the catalogue, the placeholders, the pseudo-locale, the moment."""

from __future__ import annotations

import ast
from pathlib import Path

import dev_catalogue
import pytest
from babel.messages.catalog import Catalog

from navigator_app import i18n
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Service,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small tree with one text of each kind and its template."""
    (tmp_path / "navigator_app").mkdir()
    (tmp_path / "ui").mkdir()
    (tmp_path / "locales").mkdir()
    (tmp_path / "ui" / "page.py").write_text(
        'x = _("Due on {date}")\ny = ngettext("One row", "{count} rows", n)\nz = N_("Today")\n'
    )
    (tmp_path / "locales" / "navigator.pot").write_text(
        dev_catalogue.template(tmp_path), encoding="utf-8"
    )
    return tmp_path


def test_all_three_marks_are_found_and_nothing_drifts(house: Path) -> None:
    text = (house / "locales" / "navigator.pot").read_text(encoding="utf-8")
    assert 'msgid "Due on {date}"' in text
    assert 'msgid_plural "{count} rows"' in text
    assert 'msgid "Today"' in text
    assert dev_catalogue.check(house) == []


def test_the_template_does_not_change_when_lines_move(house: Path) -> None:
    page = house / "ui" / "page.py"
    page.write_text("\n\n# moved down\n" + page.read_text())
    assert dev_catalogue.check(house) == []


def test_a_new_text_is_drift(house: Path) -> None:
    (house / "ui" / "new.py").write_text('_("Not in the template")\n')
    assert [p for p in dev_catalogue.check(house) if "navigator.pot" in p]


def test_the_fields_own_words_can_be_translated() -> None:
    """Statuses and reasons are values of enumerations that know nothing of gettext."""
    words = {str(message.id) for message in dev_catalogue.extract()}
    for kind in (ReferralStatus, AuthorizationStatus, ClosureReason, Mode, Outcome, Service):
        assert {word.value for word in kind} <= words


@pytest.mark.parametrize("text", ["{} of {}", "{0} of {1}", "%s of %s", "lone {"])
def test_placeholders_without_a_name_are_refused(house: Path, text: str) -> None:
    (house / "ui" / "new.py").write_text(f"_({text!r})\n")
    problems = dev_catalogue.source_problems(dev_catalogue.extract(house))
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("source", "target", "right"),
    [
        ("Due on {date}", "Vence el {date}", True),
        ("Due on {date}", "Vence el {fecha}", False),
        ("Due on {date}", "Vence pronto", False),
        ("Due on {date}", "Vence el {date", False),
        ("Due on {date}", "", True),  # not translated yet
        (("One row", "{count} rows"), ("Una fila", "{count} filas"), True),
        (("One row", "{count} rows"), ("{count} fila", "{count} filas"), True),
        (("One row", "{count} rows"), ("Una fila", "{number} filas"), False),
    ],
)
def test_a_translation_has_the_fields_of_its_source(
    source: str | tuple[str, str], target: str | tuple[str, str], right: bool
) -> None:
    catalogue = Catalog(locale="es")
    catalogue.add(source, target)
    assert (dev_catalogue.translation_problems(catalogue) == []) is right


def test_the_pseudo_locale_is_longer_and_keeps_what_must_stay() -> None:
    source = "&Save {count} of %(total)s <b>rows</b>\nnow, before the laptop goes to sleep"
    made = dev_catalogue.pseudo(source)
    assert len(made) >= 1.39 * len(source)
    assert dev_catalogue.fields(made) == dev_catalogue.fields(source)
    for kept in ("&S", "<b>", "</b>", "\n"):
        assert kept in made
    assert "now" not in made


def test_the_pseudo_locale_reaches_the_interface(tmp_path: Path) -> None:
    folder = dev_catalogue.write_pseudo_locale(tmp_path)
    text = next(m.id for m in dev_catalogue.extract() if isinstance(m.id, str) and m.id)
    try:
        i18n.use_language(dev_catalogue.PSEUDO, folder)
        assert i18n._(text) == dev_catalogue.pseudo(text)
    finally:
        i18n.use_language("")
    assert i18n._(text) == text


def test_a_written_catalogue_works_without_being_compiled(tmp_path: Path) -> None:
    """A translator in a checkout sees the work at the next start."""
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "navigator.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Today"\nmsgstr "Hoy"\n',
        encoding="utf-8",
    )
    assert i18n.translation("es", folder=tmp_path).gettext("Today") == "Hoy"
    assert i18n.translation("fr", folder=tmp_path).gettext("Today") == "Today"


def calls_at_import(tree: ast.Module) -> list[int]:
    """Lines where `_` or `ngettext` runs when the module is imported."""
    found: list[int] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            now: list[ast.AST] = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            now += getattr(node, "decorator_list", [])
        else:
            now = [*ast.iter_child_nodes(node)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.extend([node.lineno] if node.func.id in ("_", "ngettext") else [])
        for child in now:
            look(child)

    look(tree)
    return found


def test_nothing_is_translated_at_import() -> None:
    """The language is not known yet; `N_` marks, `_` translates when it is shown."""
    assert calls_at_import(ast.parse('A = _("x")')) == [1]
    assert calls_at_import(ast.parse('def f(a=_("x")): pass')) == [1]
    assert calls_at_import(ast.parse('def f(): return _("x")')) == []
    for room in ("navigator_app", "ui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            lines = calls_at_import(ast.parse(path.read_text(encoding="utf-8")))
            assert lines == [], f"{path}: {lines}"
