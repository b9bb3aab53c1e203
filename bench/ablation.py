"""Takes one condition at a time out of every rule and looks whether some example of the rule then fails.

    python bench/ablation.py [RULE FILE OR ID ...]

A condition that no example misses is either idle or untested. Exits with 1 when fewer than 90 % of the removals are
noticed, or when an example fails before anything is taken out: such a rule would notice whatever is done to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from vetter import examples, lint
from vetter.rulebook import Condition, Example, Rule, RuleSet, When

LEAST = 0.9
Item = Condition | When


def removals(when: When, path: str = "") -> Iterator[tuple[str, When]]:
    """Each condition by name, nested ones too, with the whole `when` that is left without it."""
    for name in When._fields:
        group: tuple[Item, ...] = getattr(when, name)
        for number, item in enumerate(group):
            rest = (*group[:number], *group[number + 1 :])
            yield f"{path}{name}: {described(item)}", when._replace(**{name: rest})
            if isinstance(item, When):
                for inner, smaller in removals(item, f"{path}{name} > "):
                    kept = (smaller,) if any(smaller) else ()
                    yield inner, when._replace(**{name: (*group[:number], *kept, *group[number + 1 :])})


def described(item: Item) -> str:
    if isinstance(item, Condition):
        return str(item)
    return " ".join(f"{name}({', '.join(map(described, group))})" for name, group in item._asdict().items() if group)


def is_noticed(rule: Rule, known: RuleSet) -> bool:
    """Whether an example of the rule as it now stands fails."""
    changed = known._replace(rules=tuple(rule if each.id == rule.id else each for each in known.rules))
    return any(True for _ in failing(rule, changed))


def failing(rule: Rule, known: RuleSet) -> Iterator[Example]:
    return (example for example in (*rule.flags, *rule.passes) if fails(rule, example, known))


def fails(rule: Rule, example: Example, known: RuleSet) -> bool:
    got = {(finding.start, finding.end) for finding in examples.findings(rule, example, known)}
    if rule.over == "document":
        return bool(got) == (example in rule.passes)
    return got != set(example.stretches)


def main(asked: Iterable[str]) -> int:
    known = lint.rulebook()
    wanted = [rule for rule in known.rules if not asked or any(rule.id == each or each in rule.place for each in asked)]
    broken = [(rule, example) for rule in wanted for example in failing(rule, known)]
    for rule, example in broken:
        print(f"{rule.id}  fails as it is: {example.place}; `vetter test` tells why")
    if broken:
        return 1
    removed = noticed = 0
    for rule in wanted:
        for name, when in removals(rule.when):
            removed += 1
            if is_noticed(rule._replace(when=when), known):
                noticed += 1
            else:
                print(f"{rule.id}  no example misses  {name}")
    share = noticed / max(removed, 1)
    print(f"{len(wanted)} rules: {noticed} of {removed} removals make an example fail, {share:.0%}")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
