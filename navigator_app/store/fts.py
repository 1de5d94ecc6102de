"""The full-text index over `member.search_text`, kept by triggers (rowid = member.pk).

Contentless: the words lie in the index only. `detail=none` keeps it small; it still answers what
the search asks, which is prefixes joined by AND. Prefix indexes make one to three letters quick.
The text comes in folded (`domain.search`), so the plain tokenizer does; it also takes the mark of a
phone written backwards as a letter, which unicode61 would drop.
"""

from __future__ import annotations

TABLE = (
    "CREATE VIRTUAL TABLE member_fts USING fts5(search_text, content='', contentless_delete=1, "
    "detail=none, prefix='1 2 3', tokenize='ascii')"
)
"""Run by migration 0001. Once shipped, a change of it needs a migration of its own."""

TRIGGERS = {
    "member_fts_insert": "CREATE TRIGGER member_fts_insert AFTER INSERT ON member BEGIN "
    "INSERT INTO member_fts(rowid, search_text) VALUES (NEW.pk, NEW.search_text); END",
    "member_fts_update": "CREATE TRIGGER member_fts_update AFTER UPDATE OF search_text ON member "
    "WHEN OLD.search_text IS NOT NEW.search_text BEGIN "
    "UPDATE member_fts SET search_text = NEW.search_text WHERE rowid = NEW.pk; END",
    "member_fts_delete": "CREATE TRIGGER member_fts_delete AFTER DELETE ON member BEGIN "
    "DELETE FROM member_fts WHERE rowid = OLD.pk; END",
}
