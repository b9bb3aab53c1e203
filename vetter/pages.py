"""Rules as pages to read in a terminal: `vetter explain` and `vetter rules`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import fill, indent, wrap

from vetter import config, lint
from vetter.config import Settings
from vetter.features import FEATURES
from vetter.rulebook import Rule

WIDTH = 100


def explain(selector: str, settings: Settings) -> str:
    """The page of a rule, or of every rule that a prefix means."""
    meant = config.check_selector(selector, lint.vocabulary(settings.rules), "vetter explain")
    found = (rule for rule in lint.ruleset(settings.rules).rules if config.chosen((meant,), rule.id, rule.name))
    return "\n".join("\n".join(_page(rule)) for rule in found)


def table(settings: Settings) -> Iterator[str]:
    """Every rule with the severity it has under these settings, or `off`."""
    severities = {entry.rule.id: entry.severity for entry in lint.active(settings).rules}
    for rule in lint.ruleset(settings.rules).rules:
        severity = severities.get(rule.id, "off")
        yield f"{rule.id}  {severity:<8} {rule.name:<34} {', '.join(rule.packs)}\n"
        message = re.sub(r"{(text|suggestion|reason)}", "…", rule.message)
        yield f"        {message}\n"


def features() -> Iterator[str]:
    """Everything a rule may ask, with the answers there are."""
    for feature in FEATURES.values():
        yield f"{feature.name} ({feature.over}, {feature.type}): {feature.about}\n"
        if feature.allowed:
            yield from (f"    {line}\n" for line in wrap(", ".join(feature.allowed), WIDTH - 4))


def _page(rule: Rule) -> Iterator[str]:
    other = "".join(f", {severity} in {pack}" for pack, severity in rule.severities)
    yield f"{rule.id} {rule.name} ({rule.severity}{other})"
    yield f"packs: {', '.join(rule.packs)}"
    if rule.preview_until:
        yield fill(f"in preview, off unless asked for: {rule.preview_until}", WIDTH)
    yield ""
    yield fill(rule.message, WIDTH)
    yield ""
    yield fill(f"Why: {rule.why}", WIDTH)
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
