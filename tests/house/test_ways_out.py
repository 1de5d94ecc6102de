"""Nothing writes a file, prints, fills the clipboard or calls a server without its line."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

from navigator_app.forms import reading
from navigator_app.services.consent_words import WAYS
from navigator_app.services.ways_out import WAYS_OUT

ROOT = Path(__file__).parents[2]

WRITES = re.compile(
    r"write_atomically\(|\bPartFile\(|\bQPrinter\(|\bQPdfWriter\(|\bQPrintDialog\(|\bQSaveFile\b"
    r"|\.write_(?:text|bytes)\(|\bos\.(?:fd)?open\(|\bopen\([^)\n]*[\"'][wxa]b?\+?[\"']"
    r"|setMimeData\(|lipboard\(\)\.set|TemporaryFile|TemporaryDirectory|\bmkstemp|\bmkdtemp"
    r"|copy_for_a_while\(|\bsubprocess\b|\bshutil\.(?:copy|move)|\bopenUrl\("
    r"|asyncssh\.connect|\bsocket\.socket|\burlopen\("
)
"""What a line of code looks like that lets something out."""

READS = "O_RDONLY"

NOT = {"navigator_app/services/ways_out.py"}


def writers() -> set[str]:
    found = set()
    for room in ("navigator_app", "ui"):
        for file in sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            lines = file.read_text("utf-8").splitlines()
            if name not in NOT and any(map(_lets_out, lines)):
                found.add(name)
    return found


def _lets_out(line: str) -> bool:
    said = not line.lstrip().startswith("#") and READS not in line
    return said and WRITES.search(line) is not None


def listed() -> list[str]:
    return [module for way in WAYS_OUT for module in way.writers]


def test_every_writer_has_its_line() -> None:
    new = {one for one in writers() if not any(fnmatch(one, line) for line in listed())}
    assert new == set(), "add a line to services/ways_out.py"


def test_every_line_is_about_something() -> None:
    found = writers()
    assert [line for line in listed() if not any(fnmatch(one, line) for one in found)] == []
    assert len(listed()) == len(set(listed()))
    assert len({way.slug for way in WAYS_OUT}) == len(WAYS_OUT)


def test_what_holds_members_is_asked_and_accounted_for() -> None:
    asked = [way for way in WAYS_OUT if way.asks]
    assert {"status-file", "service-lines", "attachment", "form", "timeline", "hand-over"} <= {
        way.slug for way in asked
    }
    for way in asked:
        code = (ROOT / way.asks).read_text("utf-8")
        assert re.search(r"\bgate\.account(_file)?\(", code), way.slug
        assert way.slug in WAYS, "a person reads what left in words"


def test_every_form_that_is_a_disclosure_has_words() -> None:
    gates = [reading.form(kind).gate for kind in reading.kinds()]
    said = {one.what for one in gates if one and str(one.to) not in ("member", "staff")}
    assert said - {"capacity-notice"} <= set(WAYS), "the capacity notice holds no member"


def test_the_look_out_sees_what_it_should() -> None:
    for line in (
        'with path.open("wb") as out:', "open(name, 'a')", "QPrinter(mode)", "os.open(part, 1)",
        "clipboard().setText(x)", "tempfile.NamedTemporaryFile()", "write_atomically(a, b, c)",
    ):  # fmt: skip
        assert _lets_out(line), line
    for line in ('path.open("rb")', "open(name)", "os.open(folder, os.O_RDONLY)", "# QPrinter("):
        assert not _lets_out(line), line
