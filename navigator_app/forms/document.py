"""A PDF that is handed on piece by piece: a page that is drawn is gone from memory.

Objects are written as ReportLab writes them; their order, and that nothing is held back, is ours.
The same drawing gives the same bytes at any time: no date, no chance.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Callable, Mapping

from reportlab.pdfbase import pdfdoc

Sink = Callable[[bytes], object]
"""Takes the next bytes of the document."""
_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_GROUP = 128
"""Pages of one node of the tree."""
_CATALOG, _PAGES, _RESOURCES, _INFO = 1, 2, 3, 4
_PLAIN = pdfdoc.DummyDoc()


_FOOT = re.compile(rb"startxref\n(\d{1,12})\n%%EOF\n\Z")
_MARK = re.compile(rb"/ID \[<([0-9A-F]{32})><\1>\]")


def made_here(data: bytes) -> bool:
    """True for a document as this program wrote it, byte for byte: its mark is the hash of all that
    stands before it. What a pen or another program has touched since, a scan above all, is not."""
    foot = _FOOT.search(data[-64:]) if data.startswith(_HEAD) else None
    if foot is None or int(foot[1]) > len(data):
        return False
    start = int(foot[1])
    mark = _MARK.search(data, start)
    whole = hashlib.sha256(memoryview(data)[:start]).hexdigest()[:32].upper()
    return mark is not None and mark[1] == whole.encode("ascii")


def reference(number: int) -> str:
    """How one object names another."""
    return f"{number} 0 R"


def told(cells: Mapping[str, object]) -> bytes:
    """A dictionary as PDF writes it."""
    return bytes(pdfdoc.PDFDictionary(dict(cells)).format(_PLAIN))


def text(words: str) -> str:
    """A text as PDF writes it, in any script."""
    return str(pdfdoc.PDFString(words).format(_PLAIN), "latin-1")


class Document:
    """One PDF on its way to a sink."""

    def __init__(self, sink: Sink) -> None:
        """Begin; what is put goes to the sink at once."""
        self._sink = sink
        self._at = 0
        self._hash = hashlib.sha256()
        self._offsets = array("Q", [0] * _INFO)
        self._groups: list[int] = []
        self._kids: list[int] = []
        self._group = 0
        self.pages = 0
        self._write(_HEAD)

    def put(self, body: bytes, number: int = 0) -> int:
        """Write an object, under a number that was kept for it or the next; returns the number."""
        number = number or self._keep()
        self._offsets[number - 1] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        return number

    def stream(self, packed: bytes, more: Mapping[str, object] | None = None) -> int:
        """Write a stream whose bytes are compressed already."""
        cells = {"Filter": "/FlateDecode", "Length": len(packed), **(more or {})}
        return self.put(told(cells) + b"\nstream\n" + packed + b"\nendstream")

    def page(self, size: tuple[float, float], code: str) -> None:
        """Write a page with what draws it."""
        content = self.stream(zlib.compress(code.encode("ascii")))
        if not self._kids:
            self._group = self._keep()
        box = " ".join(f"{one:g}" for one in size)
        self._kids.append(
            self.put(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s]/Resources %d 0 R/Contents %d 0 R>>"
                % (self._group, box.encode("ascii"), _RESOURCES, content)
            )
        )
        self.pages += 1
        if len(self._kids) == _GROUP:
            self._close_group()

    def close(
        self, fonts: Mapping[str, int], info: Mapping[str, str], catalog: Mapping[str, object]
    ) -> None:
        """Write what every page refers to, and where each object lies."""
        self._close_group()
        named = told({name: reference(number) for name, number in fonts.items()})
        self.put(told({"Font": named}), _RESOURCES)
        nodes = " ".join(map(reference, self._groups))
        cells = {"Type": "/Pages", "Count": self.pages, "Kids": f"[{nodes}]"}
        self.put(told(cells), _PAGES)
        self.put(told({name: text(words) for name, words in info.items()}), _INFO)
        self.put(told({"Type": "/Catalog", "Pages": reference(_PAGES), **catalog}), _CATALOG)
        self._end()

    def _keep(self) -> int:
        self._offsets.append(0)
        return len(self._offsets)

    def _close_group(self) -> None:
        if not self._kids:
            return
        kids = " ".join(map(reference, self._kids))
        cells = {"Type": "/Pages", "Parent": reference(_PAGES), "Count": len(self._kids)}
        self.put(told({**cells, "Kids": f"[{kids}]"}), self._group)
        self._groups.append(self._group)
        self._kids = []

    def _end(self) -> None:
        mark = self._hash.hexdigest()[:32].upper()
        start, count = self._at, len(self._offsets) + 1
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets:
            self._write(b"%010d 00000 n \n" % offset)
        cells = {"Size": count, "Root": reference(_CATALOG), "Info": reference(_INFO)}
        trailer = told({**cells, "ID": f"[<{mark}><{mark}>]"})
        self._write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))

    def _write(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._at += len(piece)
        self._sink(piece)
