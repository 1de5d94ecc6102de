"""Which pages of a scan belong together: those of one form, in whatever order they lie."""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain.scans import Verdict
from navigator_app.forms.codes import Stamp
from navigator_app.forms.scanning import Looked, Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of the file, from 1, in the order of the form; the stamps on them; or, without a
    stamp, what they are."""

    pages: tuple[int, ...]
    stamps: tuple[Stamp, ...] = ()
    verdict: Verdict | None = None

    @property
    def stamp(self) -> Stamp:
        """What the code says, the same on each page but for the page's number."""
        return self.stamps[0]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The form's own numbers of its pages; 0 where the code does not say."""
        return tuple(one.page for one in self.stamps)


def groups(looked: Looked) -> list[Group]:
    """The forms of a scan in the order in which their first page lies, and the other pages."""
    by_record: dict[object, list[tuple[Sheet, Stamp]]] = {}
    found: list[Group] = []
    for sheet in looked.sheets:
        verdict = _odd(sheet)
        if verdict is not None:
            found.append(Group((sheet.page,), sheet.stamps, verdict))
            continue
        for stamp in sheet.stamps:
            by_record.setdefault(_key(stamp, by_record), []).append((sheet, stamp))
    found += [_ordered(pages) for pages in by_record.values()]
    return sorted(found, key=lambda group: min(group.pages))


def codeless(looked: Looked) -> tuple[int, ...]:
    """The pages that no code was found on, though something is on them."""
    return tuple(one.page for one in looked.sheets if _odd(one) is Verdict.NO_CODE)


def _odd(sheet: Sheet) -> Verdict | None:
    if sheet.trouble is not None:
        return Verdict.UNREADABLE
    if sheet.empty:
        return Verdict.EMPTY
    if not sheet.stamps:
        return Verdict.NO_CODE
    whole = {one.on(0, 0) for one in sheet.stamps}
    return Verdict.SEVERAL if len(whole) > 1 else None


def _key(stamp: Stamp, known: dict[object, list[tuple[Sheet, Stamp]]]) -> object:
    """A form with a record is known by its code. Blanks of one kind may be of several people: the
    next one begins where the pages begin anew."""
    whole = stamp.on(0, 0)
    if stamp.record:
        return whole
    number = sum(isinstance(key, tuple) and key[0] == whole for key in known)
    if number and 0 < known[whole, number][-1][1].page < stamp.page:
        return whole, number
    return whole, number + 1


def _ordered(pages: list[tuple[Sheet, Stamp]]) -> Group:
    pages = sorted(pages, key=lambda one: (one[1].page, one[0].page))
    numbers = dict.fromkeys(sheet.page for sheet, _stamp in pages)
    return Group(tuple(numbers), tuple(stamp for _sheet, stamp in pages))
