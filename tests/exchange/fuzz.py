"""Mutates the sample files and reads what comes out: `python tests/exchange/fuzz.py 10000 [seed]`.

Whatever happens to a file, reading it ends in a `ParsedFile` that accounts for every data row, or
in a `FileRejected`; any other exception is a defect, and so is a row that nobody hears of.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from navigator_app.errors import FileRejected
from navigator_app.exchange.inbound import ParsedFile, read_file
from navigator_app.exchange.layouts import shipped
from navigator_app.exchange.tables import MAX_CELL
from navigator_app.exchange.text_table import decode

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
TODAY = date(2026, 11, 30)
PIECES = [b'"', b"'", b",", b"|", b"\t", b"\r", b"\n", b"\r\n", b'""', b"\x00", b"\xff", b"\xc3"]
PIECES += [b"\xef\xbb\xbf", b"=1+1", b"\xe2\x80\xa8", b"\x85", b"9" * 40, b"x" * 40_000, b"\x1b"]
XML_PIECES = [b"<", b">", b"&#0;", b"<f>1+1</f>", b"1E400", b"NaN", b"", b"-1", b"99999999999"]
XML_PIECES += [b'r="XFD1048576"', b't="s"', b't="b"', b't="e"', b't="d"', b"</row>", b"\xff"]
CLOSING = {"endoffile", "endofreport", "eof"}


def mutate_text(data: bytes, rng: random.Random) -> bytes:
    """One to six changes somewhere in a text file."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice([1, 1, 3, 20, 400]))
        other = rng.randrange(len(data) + 1)
        data = rng.choice(
            [
                data[:at] + rng.choice(PIECES) + data[at:],
                data[:at] + data[to:],
                data[:at] + rng.randbytes(to - at) + data[to:],
                data[:to] + data[at:to] + data[to:],
                data[:at] + data[other : other + 300] + data[at:],
                data[:at],
                data.replace(b"\r\n", rng.choice([b"\n", b"\r", b"\r\r\n"]), rng.randint(1, 9)),
                data.replace(b"\r\n", rng.choice([b"\n", b"\r"])),
                data.replace(rng.choice([b",", b"|"]), rng.choice(PIECES[:8]), rng.randint(1, 3)),
            ]
        )  # fmt: skip
    if rng.random() < 0.05:
        data = data.decode("utf-8", "replace").encode(rng.choice(["utf-16", "utf-16-le", "utf-32"]))
    return data


def mutate_workbook(data: bytes, rng: random.Random) -> bytes:
    """Change the archive's bytes, or the XML inside a whole archive."""
    if rng.random() < 0.3:
        changed = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        return bytes(changed[: rng.choice([len(changed), rng.randrange(len(changed))])])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice([*names, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"])
        for name in names:
            content = old.read(name)
            if name == chosen:
                for _ in range(rng.randint(1, 5)):
                    at = rng.randrange(len(content) + 1)
                    to = min(len(content), at + rng.choice([0, 1, 4, 60]))
                    content = content[:at] + rng.choice(XML_PIECES) + content[to:]
            if rng.random() > 0.01:
                new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def breaks(text: str) -> int:
    """Line ends in a text, as a CSV file counts them."""
    return len(re.findall(r"\r\n|\r|\n", text))


def unaccounted(parsed: ParsedFile, data: bytes) -> str:
    """Say what is wrong with the rows of a parsed text file; empty when all are accounted for."""
    numbers = [row[0] for row in parsed.good] + [row.row for row in parsed.rejected]
    if len(set(numbers)) != len(numbers):
        return "a row number stands twice"
    if data.startswith(b"PK"):
        return ""
    lines = list(io.StringIO(decode(data)[0], newline=""))
    start = heading_end(lines, parsed.headings)
    raws = [str(row[1]) for row in parsed.good] + [row.raw for row in parsed.rejected]
    counted = sum(1 + sum(map(breaks, json.loads(raw))) for raw in raws)
    last = max(zip(numbers, raws, strict=True), default=(0, "[]"))[1]
    if "".join(json.loads(last)[-1:]).endswith(("\r", "\n")):
        counted -= 1  # a mark left open in the last line takes that line's own end into the cell
    below = lines[start:]
    blank = sum(re.sub(r"[\W_]+", "", line.casefold()) in CLOSING | {""} for line in below)
    if not 0 <= len(below) - counted <= blank:
        return f"{len(below)} lines below the headings, {counted} in rows, {blank} blank"
    return ""


def heading_end(lines: list[str], headings: tuple[str, ...]) -> int:
    """The number of lines up to the end of the heading record."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        for delimiter in ",|\t;":
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                for cells in reader:
                    if tuple(" ".join(cell.split()) for cell in cells) == headings:
                        return reader.line_num
            except csv.Error:
                continue
    finally:
        csv.field_size_limit(before)
    raise AssertionError("the headings are not in the file")


def run(count: int, seed: int, folder: Path) -> Counter[str]:
    """Read `count` mutated files; AssertionError names the seed of one that ends badly."""
    layouts = list(shipped().values())
    samples = [
        path
        for path in sorted(SAMPLES.iterdir())
        if path.suffix in (".csv", ".txt", ".xlsx") and path.stat().st_size
    ]
    ends: Counter[str] = Counter()
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        sample = rng.choice(samples)
        mutate = mutate_workbook if sample.suffix == ".xlsx" else mutate_text
        data = mutate(sample.read_bytes(), rng)
        path = folder / f"mutated{sample.suffix}"
        path.write_bytes(data)
        try:
            parsed = read_file(path, layouts, today=TODAY)
        except FileRejected as refusal:
            if not refusal.message:
                raise AssertionError(f"case {seed}-{number}: refused without a word") from refusal
            ends[f"refused: {refusal.title}"] += 1
            continue
        except BaseException as error:
            raise AssertionError(f"case {seed}-{number} of {sample.name}: {error!r}") from error
        problem = unaccounted(parsed, data)
        assert not problem, f"case {seed}-{number} of {sample.name}: {problem}"
        ends["read with rejected rows" if parsed.rejected else "read whole"] += 1
    return ends


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        for end, times in sorted(run(wanted, first, Path(scratch)).items()):
            print(f"{times:6}  {end}")
    print(f"{wanted} files in {time.perf_counter() - began:.0f} s, none ended badly")
