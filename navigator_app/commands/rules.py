"""The rules of a plan: what speaks, from which document, and what yielded to it."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output, shapes
from navigator_app.commands.session import opened
from navigator_app.domain.rules import NO_DAY, Kind, Rule
from navigator_app.i18n import _, ngettext
from navigator_app.services import moves, own_rules, rulebook
from navigator_app.services.own_rules import OwnPackRow
from navigator_app.services.rulebook import RuleRow


def rules(args: Namespace) -> int:
    """List the rules that speak."""
    with opened(args) as ws:
        rows = rulebook.rules(ws, plan=args.plan or "", on=args.on)
    return output.listing(
        args,
        (shape(row) for row in rows),
        (_("plan"), _("who"), _("value"), _("what"), _("source")),
        ((row.plan, row.rule.owes, _value(row), _(row.rule.title), _source(row)) for row in rows),
        _("No rule speaks on that day."),
    )


def add(args: Namespace) -> int:
    """Take in a pack; says how many cases have other dates by it."""
    with opened(args) as ws:
        row, _changes = own_rules.add(ws, args.file)
        moved = moves.cases(ws)
    if output.wants_json(args):
        output.document({**_own(row), "moved": moved})
        return 0
    _show_own([row])
    if moved:
        said = ngettext("{n} case has other dates now.", "{n} cases have other dates now.", moved)
        output.line(said.format(n=moved))
    return 0


def template(args: Namespace) -> int:
    """Write the empty pack, to be filled in; needs no store."""
    path = own_rules.save_template(args.file)
    if output.wants_json(args):
        output.document({"file": str(path)})
    else:
        output.line(_("Written: {file}. Fill it in, then take it in.").format(file=path))
    return 0


def list_own(args: Namespace) -> int:
    """List the packs that were taken in."""
    with opened(args) as ws:
        rows = own_rules.listed(ws)
    if output.wants_json(args):
        output.document([_own(row) for row in rows])
        return 0
    _show_own(rows)
    return 0


def remove(args: Namespace) -> int:
    """Remove one; says how many cases have other dates without it."""
    with opened(args) as ws:
        own_rules.remove(ws, args.key)
        moved = moves.cases(ws)
    if output.wants_json(args):
        output.document({"key": args.key, "moved": moved})
    else:
        output.line(_("Removed: {key}.").format(key=args.key))
    return 0


def _own(row: OwnPackRow) -> shapes.Shape:
    return {
        "key": row.key,
        "title": row.title or None,
        "level": row.level.value if row.level else None,
        "rules": row.rules,
        "added": shapes.iso(row.added),
        "by": row.by or None,
        "plans": list(row.plans),
        "problem": row.problem or None,
    }


def _show_own(rows: list[OwnPackRow]) -> None:
    output.table(
        (_("key"), _("level"), _("rules"), _("plans"), _("title")),
        [
            (
                *(row.key, row.level or "", row.rules, ", ".join(row.plans)),
                row.title or row.problem,
            )
            for row in rows
        ],
        _("No pack of your own was taken in."),
    )


def shape(row: RuleRow) -> shapes.Shape:
    """A rule as JSON; what yielded stands under `yielded` with its reason."""
    rule = row.rule
    return {
        "plan": row.plan or None,
        **_facts(rule),
        "services": [service.slug for service in row.services],
        "trigger": [fact.value for fact in rule.trigger],
        "met_by": [[fact.value for fact in group] for group in rule.met_by],
        "paths": sorted(path.value for path in rule.paths),
        "urgent": rule.urgent,
        "items": list(rule.items),
        "consequence": rule.stake.value,
        "action": rule.action or None,
        "quote": rule.quote or None,
        "note": rule.note or None,
        "unconfirmed": rule.unconfirmed,
        "speaks": row.speaks,
        "silent": row.silent.told(_) if row.silent else None,
        "yielded": [{**_facts(one.rule), "why": one.why.told(_)} for one in row.yielded],
    }


def _facts(rule: Rule) -> shapes.Shape:
    number = rule.kind in (Kind.CLOCK, Kind.LIMIT)
    return {
        "rule": rule.id,
        "title": _(rule.title),
        "kind": rule.kind.value,
        "who": rule.owes.value,
        "value": rule.value if number else None,
        "value_to": rule.value_to,
        "unit": rule.unit.value if rule.unit else None,
        "per": rule.per or None,
        "required": rule.required,
        "source": rule.source,
        "section": rule.section,
        "pack": rule.pack,
        "of_plan": rule.plan or None,
        "effective_from": shapes.iso(rule.effective_from if rule.effective_from > NO_DAY else None),
        "effective_to": shapes.iso(rule.effective_to),
    }


def _value(row: RuleRow) -> str:
    rule = row.rule
    if rule.unit is None:
        return ""
    upper = f"-{rule.value_to}" if rule.value_to else ""
    return f"{rule.value}{upper} {rule.unit}" + (f" / {rule.per}" if rule.per else "")


def _source(row: RuleRow) -> str:
    rule = row.rule
    said = rule.cited if rule.required else _("{source} (recommended)").format(source=rule.cited)
    if row.silent is not None:
        said = f"{rule.cited} ({row.silent.told(_)})"
    elif rule.unconfirmed:
        said = _("{source} (not confirmed, not applied)").format(source=rule.cited)
    if row.yielded:
        others = ", ".join(one.pack for one in row.yielded)
        said = _("{source}; yielded: {others}").format(source=said, others=others)
    return said
