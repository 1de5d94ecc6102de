"""The text of a form as it stands on the screen before somebody signs it: the same words, facts
and ticks as on the paper, in the language of the form.

Places that a definition leaves for a pen get a source of their own (`extra.…`), so that they can be
filled in on the screen. Sources are no words: the hash of the text stays what it is on paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.signatures import GAP, Asked, Part, Shown, ShownPart
from navigator_app.forms.catalogue import Texts
from navigator_app.forms.definition import PLACEHOLDER, Block, Form, Kind, Who

if TYPE_CHECKING:
    from navigator_app.forms.render import Order

EXTRA = "extra"
INTERPRETER = "signed.interpreter"
STAFF = "signed.staff"
BESIDE = {
    "Interpreter: name and language": INTERPRETER,
    "Staff member who got this form, and the day": STAFF,
}
"""What a signature's block leaves for a pen, by its label, and the fact that fills it here."""
WORDS = ".text"
"""Ends the source of the words beside a box."""
YES = "yes"
_DECIDED = ("category.", "purpose.", "service.", "consent.", "refusal.")
"""Boxes that the record's own fields decide, by how their source begins."""


def fillable(form: Form) -> Form:
    """The form with a source for every place before the signature that has none."""
    last = signed_block(form)
    blocks = tuple(
        _sourced(block, number, number < last) for number, block in enumerate(form.blocks)
    )
    return replace(form, blocks=blocks)


def signed_block(form: Form) -> int:
    """The place of the block that the member signs; the number of blocks where there is none."""
    return next(
        (
            number
            for number, block in enumerate(form.blocks)
            if block.kind == Kind.SIGNATURE and block.who == Who.MEMBER
        ),
        len(form.blocks),
    )


def shown(order: Order, filled: Collection[str] = ()) -> Shown:
    """All that the paper of an order says, and the places that can be filled in on the screen;
    `filled` are the keys of those that were.

    What comes behind the member's signature (who agreed by voice, a notice for those who get
    records) is shown, too: it stands on what they sign.
    """
    return _Showing(order, Texts(order.language), filled).shown()


def _sourced(block: Block, number: int, before: bool) -> Block:
    if block.kind == Kind.SIGNATURE:
        fields = tuple(replace(f, source=f.source or BESIDE.get(f.label, "")) for f in block.fields)
        return replace(block, fields=fields)
    if not before:
        return block
    return replace(
        block,
        fields=tuple(
            replace(one, source=one.source or f"{EXTRA}.b{number}.f{place}")
            for place, one in enumerate(block.fields)
        ),
        options=tuple(
            replace(one, source=one.source or f"{EXTRA}.b{number}.o{place}")
            for place, one in enumerate(block.options)
        ),
    )


class _Showing:
    """One form on its way to the screen."""

    def __init__(self, order: Order, texts: Texts, filled: Collection[str]) -> None:
        self.order, self.texts, self.filled = order, texts, filled
        self.asked: list[Asked] = []
        self.heading = ""

    def shown(self) -> Shown:
        form = self.order.form
        last = signed_block(form)
        parts: list[ShownPart] = []
        for number, block in enumerate(form.blocks):
            if self._stands(block):
                parts += self._block(block)
                if number < last:
                    self.asked += self._gaps(block, number)
        return Shown(
            form.id,
            self.texts.of(form.title),
            self.order.language,
            self.texts.right_to_left,
            tuple(parts),
            tuple(self.asked),
            self.texts.word("signature"),
            self.texts.absent,
        )

    def _stands(self, block: Block) -> bool:
        facts = self.order.facts
        there = not block.when or bool(facts.get(block.when))
        return there and not (block.unless and facts.get(block.unless))

    def _block(self, block: Block) -> Iterator[ShownPart]:
        if block.kind == Kind.HEADING:
            self.heading = self.texts.of(block.text)
            yield ShownPart(Part.HEADING, self.heading)
        elif block.kind in (Kind.PARAGRAPH, Kind.NOTICE):
            part = Part.NOTICE if block.kind == Kind.NOTICE else Part.TEXT
            yield ShownPart(part, self._filled(block.text))
        elif block.kind == Kind.LIST:
            items = block.items or self._several(block.source)
            yield from (ShownPart(Part.ITEM, self._filled(one)) for one in items)
        elif block.kind == Kind.AGENCY_TEXT:
            own = self.order.agency_texts.get(block.id, "").strip()
            told = own or f"{self.texts.word('agency_text')} {self.texts.of(block.text)}"
            yield ShownPart(Part.TEXT if own else Part.NOTICE, told)
        elif block.kind == Kind.TABLE:
            yield from self._table(block)
        else:
            yield from self._asking(block)

    def _asking(self, block: Block) -> Iterator[ShownPart]:
        if block.kind == Kind.CHECKBOXES:
            if block.text:
                yield ShownPart(Part.TEXT, self._filled(block.text))
            for one in block.options:
                ticked = one.source in self.order.ticked
                words = self._fact(one.source + WORDS) if one.write_in and ticked else ""
                yield ShownPart(Part.CHOICE, self.texts.of(one.text), words, ticked)
        if block.kind == Kind.SIGNATURE:
            yield ShownPart(Part.SIGN, self.texts.of(block.purpose))
        for line in block.fields:
            yield ShownPart(Part.FIELD, self.texts.of(line.label), self._fact(line.source))

    def _table(self, block: Block) -> Iterator[ShownPart]:
        heads = " · ".join(self.texts.of(one) for one in block.columns)
        yield ShownPart(Part.TEXT, heads)
        found = self.order.facts.get(block.source)
        for row in found if isinstance(found, Sequence) and not isinstance(found, str) else ():
            cells = (row,) if isinstance(row, str | date) else row
            told = (self.texts.day(one) if isinstance(one, date) else str(one) for one in cells)
            yield ShownPart(Part.ITEM, " · ".join(told))

    def _gaps(self, block: Block, number: int) -> Iterator[Asked]:
        """What of a block can be filled in here. An element of the law that has nothing yet must
        be: a blank would sign away what nobody chose. A box that stands alone may stay empty."""
        group, law = f"b{number}", block.law
        ticked = any(one.source in self.order.ticked for one in block.options)
        for one in block.options:
            own = not one.source.startswith(_DECIDED)
            if own or (one.write_in and one.source in self.order.ticked):
                text = self.texts.of(one.text)
                needed = bool(law) and not ticked and len(block.options) > 1
                heading = self.heading
                yield Asked(one.source, group, text, own, one.write_in, needed, law, heading)
        for line in block.fields:
            if line.source in self.filled or not self._fact(line.source):
                label = self.texts.of(line.label)
                yield Asked(line.source, group, label, words=True, law=law, heading=self.heading)

    def _filled(self, text: str) -> str:
        """A text with its facts, put in after it was translated."""
        return PLACEHOLDER.sub(lambda found: self._fact(found[1]) or GAP, self.texts.of(text))

    def _fact(self, source: str) -> str:
        found = self.order.facts.get(source)
        if isinstance(found, date):
            return self.texts.day(found)
        return found.strip() if isinstance(found, str) else ""

    def _several(self, source: str) -> tuple[str, ...]:
        found = self.order.facts.get(source)
        if isinstance(found, str) or not isinstance(found, Sequence):
            return ()
        return tuple(one for one in found if isinstance(one, str))


def facts_of(
    filled: Mapping[str, str], boxes: Collection[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """What was filled in on the screen, as facts and ticks of a form that has these boxes. A box
    is ticked by "yes", or by the words beside it."""
    facts: dict[str, str] = {}
    ticked: set[str] = set()
    for key, value in filled.items():
        said = " ".join(value.split())
        if not said:
            continue
        if key not in boxes:
            facts[key] = said
            continue
        ticked.add(key)
        if said != YES:
            facts[key + WORDS] = said
    return facts, frozenset(ticked)
