"""Asks the reader of scans, a process of its own, and ends it when it takes too long.

A PDF may hold a drawing that draws itself, which PDFium follows without end and which no thread
can be stopped in; a process can. Its bytes go over a pipe and nothing lies on the disk. One reader
is kept warm, so that a batch starts it once.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from navigator_app.forms import codes, scan_wire
from navigator_app.forms.scanning import MOST_BYTES, MOST_PAGES, Sheet, Trouble, Unreadable

WORD = "--read-scans"
"""The one argument by which a frozen build, which has no interpreter to call, becomes a reader."""
START_SECONDS = 60.0
OPEN_SECONDS = 30.0
"""To open a file, or to take pages out of it."""
SHEET_SECONDS = 20.0
"""For one sheet: drawn twice, and looked at in every way, it takes ten at most."""
MOST_ENDED = 3
"""Sheets of one file that may have to be ended; then the file is given up."""
_WARM_SECONDS = 30.0
_POLL = 0.1

_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from navigator_app.forms.scan_child import main; sys.exit(main())"
)
Cancelled = Callable[[], bool]


def sheets(
    data: bytes, media_type: str, most_dots: int, cancelled: Cancelled | None = None
) -> Iterator[tuple[Sheet, int]]:
    """What is on each page of a file, and how many pages there are. Unreadable says why not.

    A sheet that does not end, or ends the reader, is told as such and the next one is looked at.
    """
    ask = {"do": "look", "type": media_type, "most_dots": most_dots, "first": 0}
    number, ended, of = 0, 0, 1
    while number < of:
        with _reader() as reader, reader.bounded(OPEN_SECONDS, cancelled) as bound:
            of = _pages(reader.ask({**ask, "first": number}, data, bound))
            while number < of:
                bound.stop_if_asked()
                bound.within(SHEET_SECONDS)
                try:
                    sheet = _sheet(number, reader.answer(bound)[0])
                except Unreadable as error:
                    ended += 1
                    if error.trouble is Trouble.STOPPED or ended > MOST_ENDED:
                        raise
                    sheet = Sheet(number + 1, trouble=error.trouble)
                number += 1
                yield sheet, of
                if reader.gone:
                    break


def only(data: bytes, media_type: str, most_dots: int, places: Sequence[int]) -> bytes:
    """A document of some pages, from 0, in that order. Unreadable says why not."""
    ask = {"do": "only", "type": media_type, "most_dots": most_dots, "pages": list(places)}
    with _reader() as reader, reader.bounded(OPEN_SECONDS, None) as bound:
        head = reader.ask(ask, data, bound)
        if head[0].get("trouble"):
            raise Unreadable(_trouble(head[0]))
        return head[1]


def close() -> None:
    """End the reader that is kept warm, if there is one."""
    with _LOCK:
        warm = list(_WARM)
        _WARM.clear()
    for one in warm:
        one.close()


class _Reader:
    """One process; `gone` once it has ended."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise Unreadable(Trouble.NO_READER) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self.gone, self.used = False, time.monotonic()
        with self.bounded(START_SECONDS, None) as bound:
            try:
                self.answer(bound)
            except Unreadable as error:
                raise Unreadable(Trouble.NO_READER) from error

    @contextmanager
    def bounded(self, seconds: float, cancelled: Cancelled | None) -> Iterator[_Bound]:
        """End the process if what is done within takes longer, or the person waits no more."""
        bound = _Bound(self._process, seconds, cancelled)
        watch = threading.Thread(target=bound.watch, name="scan-bound", daemon=True)
        watch.start()
        try:
            yield bound
        finally:
            bound.over.set()
            watch.join()

    def ask(self, head: scan_wire.Head, data: bytes, bound: _Bound) -> tuple[scan_wire.Head, bytes]:
        """Send a question and take the first answer. Unreadable when the process ended over it."""
        with suppress(OSError):  # that nobody reads shows in the answer
            scan_wire.send(self._to.fileno(), head, data)
        return self.answer(bound)

    def answer(self, bound: _Bound) -> tuple[scan_wire.Head, bytes]:
        """The next answer. Unreadable when there is none: `gone` then."""
        try:
            return scan_wire.receive(self._from.fileno(), MOST_BYTES * 2)
        except OSError as error:
            self.end()
            raise Unreadable(bound.why or Trouble.TOO_MUCH) from error

    def end(self) -> None:
        """End it at once."""
        self.gone = True
        self._process.kill()
        self._let_go()

    def close(self) -> None:
        """Let it end by itself: nobody asks any more."""
        self.gone = True
        self._to.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._let_go()

    def fresh(self) -> bool:
        """Whether it is there and was asked a moment ago: one long forgotten ends by itself."""
        late = time.monotonic() - self.used > _WARM_SECONDS
        return not late and self._process.poll() is None

    def _let_go(self) -> None:
        self._process.wait()
        self._to.close()
        self._from.close()


class _Bound:
    """How long the process may take; a thread looks, for the pipe is waited on meanwhile."""

    def __init__(
        self, process: subprocess.Popen[bytes], seconds: float, cancelled: Cancelled | None
    ) -> None:
        self._process, self._cancelled = process, cancelled
        self.over, self.why = threading.Event(), None
        self.within(seconds)

    why: Trouble | None

    def within(self, seconds: float) -> None:
        """From now on, so long."""
        self._end = time.monotonic() + seconds

    def stop_if_asked(self) -> None:
        """Unreadable when the person waits no more."""
        if self._cancelled is not None and self._cancelled():
            self.why = Trouble.STOPPED
            raise Unreadable(Trouble.STOPPED)

    def watch(self) -> None:
        """Look until it is over."""
        while not self.over.wait(_POLL):
            if time.monotonic() > self._end:
                self.why = Trouble.TOO_LONG
            elif self._cancelled is not None and self._cancelled():
                self.why = Trouble.STOPPED
            else:
                continue
            self._process.kill()
            return


_LOCK = threading.Lock()
_WARM: list[_Reader] = []
atexit.register(close)


@contextmanager
def _reader() -> Iterator[_Reader]:
    """A reader, the warm one where there is one; ended when what it was asked is not over."""
    with _LOCK:
        reader = _WARM.pop() if _WARM else None
    if reader is not None and not reader.fresh():
        reader.close()
        reader = None
    reader = reader or _Reader()
    try:
        yield reader
    except BaseException:
        if not reader.gone:
            reader.end()
        raise
    if not reader.gone:
        _keep(reader)


def _keep(reader: _Reader) -> None:
    reader.used = time.monotonic()
    with _LOCK:
        kept = not _WARM
        if kept:
            _WARM.append(reader)
    if not kept:
        reader.close()


def _command() -> list[str]:
    """Ourselves once more. A frozen build is its own interpreter and knows one word for it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    return [sys.executable, "-P", "-c", _RUN, str(Path(__file__).parents[2])]


def _pages(answer: tuple[scan_wire.Head, bytes]) -> int:
    head = answer[0]
    if head.get("trouble"):
        raise Unreadable(_trouble(head))
    pages = head.get("pages")
    if not isinstance(pages, int) or pages < 0:
        raise Unreadable(Trouble.BROKEN)
    if pages > MOST_PAGES:
        raise Unreadable(Trouble.TOO_MANY_PAGES)
    return pages


def _sheet(number: int, head: scan_wire.Head) -> Sheet:
    if head.get("trouble"):
        return Sheet(number + 1, trouble=_trouble(head))
    stamps = [codes.read(str(one)) for one in list(head.get("codes") or ())]
    return Sheet(
        number + 1,
        tuple(one for one in stamps if one is not None),
        int(head.get("others") or 0),
        bool(head.get("empty")),
    )


def _trouble(head: scan_wire.Head) -> Trouble:
    try:
        return Trouble(head["trouble"])
    except ValueError:
        return Trouble.BROKEN
