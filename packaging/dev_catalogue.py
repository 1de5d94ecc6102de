"""The texts for translation: take them out of the code, check for drift, check translations.

`extract` writes locales/navigator.pot, and locales/forms.pot for what is printed. `check` fails
when they are not what code and forms say now, or when a translation lacks or adds a `{field}`.
`write_pseudo_locale` makes a language 40 % longer, in which a test sees cut-off text and text that
never passes through gettext.
"""

from __future__ import annotations

import ast
import io
import re
import string
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
POT = LOCALES / "navigator.pot"
PRINTED = "resources/forms"
PRINTED_KEYS = ("title", "text", "items", "label", "purpose", "columns")
"""Under these keys a form of print has its texts; its words.toml is texts throughout."""
VOCABULARY = "navigator_app/domain/vocabulary.py"
PACKS = "resources/policies"
FORMS = {
    "resources/board.toml": ("title", "counted", "note"),
    "resources/contacts.toml": ("role", "note"),
    "resources/housing.toml": ("title", "note"),
    "resources/permissions.toml": ("title", "section"),
    "resources/people.toml": ("title", "note", "banner", "left_with"),
    "resources/retention.toml": ("title", "hint", "note"),
    "resources/review.toml": ("title",),
    "resources/support_plan.toml": (
        "title", "about", "label", "help", "note", "barrier", "short_goal", "short_measure",
        "long_goal", "long_measure",
    ),
    "resources/team_figures.toml": ("title", "definition", "source"),
    "resources/tenancy.toml": ("title", "note"),
    **{
        f"resources/forms/{path.name}": ("title", "about", "label")
        for path in sorted((Path(__file__).parents[1] / "resources" / "forms").glob("*.toml"))
        if path.name != "words.toml"
    },
}  # fmt: skip
"""Files of the resources whose texts are shown, and the keys under which these stand."""
ROOMS = ("navigator_app", "ui")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
PSEUDO = "en_XA"

# No date and no line numbers: the file changes when a text changes, and only then.
HEADER = r"""# Navigator: the texts of the interface, for translation.
# Made by `python3 packaging/dev.py catalogue`; do not edit.
msgid ""
msgstr ""
"Project-Id-Version: Navigator\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

_PERCENT_FIELD = re.compile(r"%(?:\(\w+\))?[sdrfi]")
_KEPT = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[sdrfi]|<[^<>]*>|&\w|\n")
_ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


def extract(root: Path = ROOT) -> Catalog:
    """Every text marked with `_`, `N_` or `ngettext`, with the files it stands in."""
    catalogue = Catalog()
    for room in ROOMS:
        found = extract_from_dir(
            root / room, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for name, _line, text, comments, context in found:
            where = (f"{room}/{name}".replace("\\", "/"), 1)
            catalogue.add(text, locations=[where], auto_comments=comments, context=context)
    for words in field_words(root / VOCABULARY):
        catalogue.add(words, locations=[(VOCABULARY, 1)])
    for pack in sorted((root / PACKS).glob("*.toml")):
        for words in pack_words(pack):
            catalogue.add(words, locations=[(f"{PACKS}/{pack.name}", 1)])
    for form, keys in FORMS.items():
        for words in form_words(root / form, keys):
            catalogue.add(words, locations=[(form, 1)])
    return catalogue


def field_words(vocabulary: Path) -> list[str]:
    """The words of the field's enumerations (`Word` classes), which views show through `_`."""
    if not vocabulary.is_file():
        return []
    module = ast.parse(vocabulary.read_text(encoding="utf-8"))
    words = []
    for node in module.body:
        if isinstance(node, ast.ClassDef) and any(ast.unparse(b) == "Word" for b in node.bases):
            values = [line.value for line in node.body if isinstance(line, ast.Assign)]
            words += [
                ast.literal_eval(value)[0] for value in values if isinstance(value, ast.Tuple)
            ]
    return words


def pack_words(pack: Path) -> list[str]:
    """What a policy pack shows: titles, items and notes. Quotations stay in their own words."""
    table = tomllib.loads(pack.read_text(encoding="utf-8"))
    words = [table["title"]]
    for rule in table.get("rule", []):
        items = [item for item in rule.get("items", []) if " " in item]
        words += [text for text in (rule["title"], rule.get("note"), *items) if text]
    return words


def form_words(form: Path, keys: Collection[str]) -> list[str]:
    """What a form of the resources shows: the texts under these keys, at any depth."""
    if not form.is_file():
        return []
    found: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            found.extend(
                text
                for key, text in value.items()
                if key in keys and isinstance(text, str) and text
            )
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(tomllib.loads(form.read_text(encoding="utf-8")))
    return found


def printed_words(root: Path = ROOT) -> Catalog:
    """Every text of the forms that members read, with the definition that it stands in.

    What goes to a plan or stays with staff is printed in English only.
    """
    catalogue = Catalog()
    for path in sorted((root / PRINTED).glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        every = path.name == "words.toml"
        if not every and table.get("audience") != "member":
            continue
        table.pop("gate", None)  # its purpose is a name, not a text
        for text in _texts(list(table.values()) if every else table, PRINTED_KEYS, every):
            catalogue.add(text, locations=[(f"{PRINTED}/{path.name}", 1)])
    return catalogue


def _texts(value: object, keys: Collection[str], wanted: bool) -> Iterator[str]:
    if isinstance(value, str) and wanted and value:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, keys, key in keys)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, keys, wanted)


def template(root: Path = ROOT) -> str:
    """The text of navigator.pot as the code has it now."""
    return _written(HEADER, extract(root))


def printed_template(root: Path = ROOT) -> str:
    """The text of forms.pot as the definitions have it now."""
    return _written(HEADER.replace("of the interface", "of printed forms"), printed_words(root))


def _written(header: str, catalogue: Catalog) -> str:
    out = io.BytesIO()
    for message in catalogue:
        message.locations = sorted(set(message.locations))
    write_po(out, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    return header + out.getvalue().decode("utf-8").strip() + "\n"


def fields(text: str) -> set[str]:
    """The placeholders of a text: `{name}` and `%s` or `%(name)s`. ValueError for a lone brace."""
    named = {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return named | set(_PERCENT_FIELD.findall(text))


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (list, tuple)) else (str(text),)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def source_problems(catalogue: Catalog) -> list[str]:
    """Texts whose placeholders a translator could not move: unnamed, or broken braces."""
    problems = []
    for message in _messages(catalogue):
        for form in _forms(message.id):
            try:
                unnamed = [name for name in fields(form) if name == "{}" or name[1].isdigit()]
            except ValueError as error:
                problems.append(f"{form!r}: {error}")
                continue
            if unnamed or form.count("%s") > 1:
                problems.append(f"{form!r}: give each placeholder a name")
    return problems


def translation_problems(catalogue: Catalog) -> list[str]:
    """Translations whose placeholders are not those of their source."""
    problems = []
    for message in _messages(catalogue):
        sources, targets = _forms(message.id), [form for form in _forms(message.string) if form]
        wanted = set().union(*map(fields, sources))
        least = set.intersection(*map(fields, sources))  # "One row" may leave out {count}
        for target in targets:
            try:
                used = fields(target)
            except ValueError as error:
                problems.append(f"{target!r}: {error}")
                continue
            if not least <= used <= wanted:
                differ = ", ".join(sorted((wanted - used) | (used - wanted)))
                problems.append(f"{target!r} for {sources[0]!r}: {differ}")
    return problems


def check(root: Path = ROOT) -> list[str]:
    """Everything that is not in order, one sentence each."""
    pot = root / "locales" / "navigator.pot"
    problems = source_problems(extract(root))
    if not pot.is_file() or pot.read_text(encoding="utf-8") != template(root):
        problems.append("navigator.pot is not what the code says: run packaging/dev.py catalogue")
    printed = printed_words(root)
    problems += source_problems(printed)
    of_print = root / "locales" / "forms.pot"
    if len(printed) and (
        not of_print.is_file() or of_print.read_text(encoding="utf-8") != printed_template(root)
    ):
        problems.append("forms.pot is not what the forms say: run packaging/dev.py catalogue")
    for po in sorted((root / "locales").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as file:
            translated = read_po(file)
        found = translation_problems(translated)
        if po.name == "forms.po":
            found += [
                f"{m.id!r} is in no form" for m in _messages(translated) if m.id not in printed
            ]
        problems += [f"{po.parts[-3]}: {one}" for one in found]
    return problems


def pseudo(text: str) -> str:
    """Make a text 40 % longer and accented, keeping placeholders, tags, shortcuts and line ends."""
    kept = _KEPT.findall(text)
    words = [part.translate(_ACCENTED) for part in _KEPT.split(text)]
    woven = words[0] + "".join(a + b for a, b in zip(kept, words[1:], strict=True))
    return f"{woven}{'·' * max(2, round(len(text) * 0.4))}"


def write_pseudo_locale(folder: Path, sources: Iterable[Message] | None = None) -> Path:
    """Write the pseudo-locale `en_XA` under a folder and return it, for `i18n.use_language`."""
    catalogue = Catalog(locale="en", charset="utf-8")
    for message in sources if sources is not None else _messages(extract()):
        forms = tuple(pseudo(form) for form in _forms(message.id))
        catalogue.add(message.id, forms if len(forms) > 1 else forms[0])
    target = folder / PSEUDO / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "navigator.mo").open("wb") as file:
        write_mo(file, catalogue)
    return folder


def main(arguments: list[str]) -> int:
    """`extract` or `check`; 1 with one line per problem."""
    if arguments == ["extract"]:
        POT.write_text(template(), encoding="utf-8", newline="\n")
        print(f"{POT.relative_to(ROOT)}: {sum(1 for _ in _messages(extract()))} texts")
        of_print = LOCALES / "forms.pot"
        of_print.write_text(printed_template(), encoding="utf-8", newline="\n")
        print(f"{of_print.relative_to(ROOT)}: {len(printed_words())} texts")
        return 0
    problems = check()
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
