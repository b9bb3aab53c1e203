"""Rules, packs and ladders as pages to read in a terminal: `vetter explain`, `vetter rules` and `vetter packs`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import fill, indent, wrap

from vetter import config, lint
from vetter.checks import CHECKS
from vetter.config import Settings
from vetter.errors import VetterError, did_you_mean
from vetter.features import FEATURES
from vetter.findings import SEVERITIES
from vetter.ladders import Ladder
from vetter.rulebook import Pack, Rule, RuleSet

WIDTH = 100


def explain(selector: str, settings: Settings) -> str:
    """The page of a rule, of every rule that a prefix means, of a pack with its ladder, or of a ladder."""
    known, vocabulary = lint.rulebook(settings.rules), lint.vocabulary(settings.rules)
    for pack in known.packs:
        if pack.name == selector.lower():
            return "\n".join(_pack_page(pack, known))
    for ladder in known.ladders:
        if ladder.name == selector.lower():
            return "\n".join(_ladder_page(ladder))
    near = did_you_mean(selector, (*vocabulary.packs, *vocabulary.ladders))
    if near and config.normal(selector) == selector.lower():
        raise VetterError("vetter explain", f"no rule or pack is called {selector!r}{near}; `vetter packs` lists them")
    meant = config.check_selector(selector, vocabulary, "vetter explain")
    found = (rule for rule in known.rules if config.chosen((meant,), rule.id, rule.name))
    return "\n".join("\n".join(_page(rule)) for rule in found)


def table(settings: Settings) -> Iterator[str]:
    """Every rule with the severity it has under these settings, or `off`."""
    severities = {entry.rule.id: entry.severity for entry in lint.active(settings).rules}
    for rule in lint.ruleset(settings.rules).rules:
        severity = severities.get(rule.id, "off")
        yield f"{rule.id}  {severity:<8} {rule.name:<34} {', '.join(rule.packs)}\n"
        message = re.sub(r"{(text|suggestion|reason)}", "…", rule.message)
        yield f"        {message}\n"


def packs(settings: Settings) -> Iterator[str]:
    """Every pack and every ladder; those that hold under these settings are marked."""
    known = lint.ruleset(settings.rules)
    for pack in known.packs:
        rules = sum(pack.name in rule.packs and rule.status != "preview" for rule in known.rules)
        yield _row(pack.name in settings.packs, pack.name, f"{rules} rules", pack.title)
    yield "\nladders\n"
    in_force = lint.active(settings).scale.ladder.name
    for ladder in known.ladders:
        yield _row(ladder.name == in_force, ladder.name, f"{len(ladder.bands)} bands", ladder.title)
    yield "\n* on here. `vetter explain NAME` tells more of each.\n"


def _row(on: bool, name: str, size: str, title: str) -> str:
    return f"{'*' if on else ' '} {name:<14}{size:>8}  {title}\n"


def features() -> Iterator[str]:
    """Everything a rule may ask, with the answers there are."""
    for feature in FEATURES.values():
        yield f"{feature.name} ({feature.over}, {feature.type}): {feature.about}\n"
        if feature.allowed:
            yield from (f"    {line}\n" for line in wrap(", ".join(feature.allowed), WIDTH - 4))
    for name, check in CHECKS.items():
        yield f"check: {name} ({check.over}): {check.about}\n"


def _pack_page(pack: Pack, known: RuleSet) -> Iterator[str]:
    yield f"{pack.name}: {pack.title}"
    if pack.extends:
        yield f"extends: {', '.join(pack.extends)}"
    if pack.self_names:
        yield fill(f"its authors: {', '.join(pack.self_names)}", WIDTH)
    if pack.doubt_verb != "open":
        yield '"claimed" means that nobody has verified it'
    yield from ("", fill(pack.about, WIDTH))
    for severity in reversed(SEVERITIES):
        members = (rule for rule in known.rules if pack.name in rule.packs)
        alike = [rule for rule in members if dict(rule.severities).get(pack.name, rule.severity) == severity]
        if alike:
            yield from ("", f"{severity}:", *map(_named, alike))
    yield ""
    ladder = next((ladder for ladder in known.ladders if ladder.name == pack.ladder), None)
    if ladder:
        yield from _ladder_page(ladder)


def _named(rule: Rule) -> str:
    return f"  {rule.id} {rule.name}{', in preview' if rule.status == 'preview' else ''}"


def _ladder_page(ladder: Ladder) -> Iterator[str]:
    yield f"ladder {ladder.name}: {ladder.title}"
    yield from ("", fill(ladder.about, WIDTH), "")
    for band in ladder.bands:
        low, high = (f"{end:g}" for end in band.range)
        yield f"  {f'{low}-{high}%':<8} {' | '.join(', '.join(terms) for terms in band.terms)}"
    if ladder.confidence:
        apart = ", never in one sentence with a term" if ladder.confidence_apart else ""
        yield from ("", fill(f"Confidence: {', '.join(ladder.confidence)}{apart}", WIDTH))
    if ladder.standard:
        yield from ("", fill(f"Standard: {ladder.standard}", WIDTH))
    yield ""


def _page(rule: Rule) -> Iterator[str]:
    other = "".join(f", {severity} in {pack}" for pack, severity in rule.severities)
    yield f"{' '.join(dict.fromkeys((rule.id, rule.name)))} ({rule.severity}{other})"
    yield f"packs: {', '.join(rule.packs) or 'whatever is on'}"
    if rule.preview_until:
        yield fill(f"in preview, off unless asked for: {rule.preview_until}", WIDTH)
    yield ""
    yield fill(rule.message, WIDTH)
    if rule.why:
        yield from ("", fill(f"Why: {rule.why}", WIDTH))
    yield from _listed("Words", (" -> ".join(filter(None, (text, ", ".join(other)))) for text, other in rule.wording))
    yield from _listed("Do instead", rule.suggestions)
    yield from _listed("Flags", (_bracketed(example.text, example.stretches) for example in rule.flags))
    yield from _listed("Lets pass", (example.text for example in rule.passes))
    yield from _listed("Mistaken when", rule.mistaken_when)
    yield from _listed("Standard", rule.standard)
    yield ""


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [indent(fill(" ".join(item.split()), WIDTH - 4, subsequent_indent="  "), "  ") for item in items]
    if lines:
        yield from ("", f"{title}:", *lines)


def _bracketed(text: str, stretches: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(stretches):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
