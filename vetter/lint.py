"""From a source to its report: the whole way, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from vetter import config, configfile, discourse, document, formats, own, rules, scope, suppress
from vetter.config import Settings, Vocabulary
from vetter.errors import VetterError
from vetter.findings import SEVERITIES, Finding
from vetter.folders import NONE_OWN, Own
from vetter.ledger import Reading
from vetter.report import Problem, Report, problem_of
from vetter.rulebook import restore
from vetter.scope import WHOLE, Scope
from vetter.source import Source
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.drift import Drift
    from vetter.rulebook import Rule

NOT_ENGLISH = "not in English: nothing was checked"


def check(source: Source, settings: Settings, wanted: Scope = WHOLE) -> Report:
    """Everything there is to say about a draft, or about the part that is wanted."""
    on = active(settings)
    reading = read(source, settings, on.noted)
    report = _reported(reading, settings, on, lambda: judge(reading, settings), wanted)
    reading.let_go()
    return report


def compare(
    source: Source, settings: Settings, others: Sequence[Reading], between: str, wanted: Scope = WHOLE
) -> tuple[Report, Drift]:
    """What the rules say that hold a draft against other texts, with what they were told by."""
    on = comparing(settings, between)
    reading = read(source, settings, on.noted)
    draft = rules.drafted(on, reading, others)
    directives = reading.document.directives
    report = _reported(reading, settings, on, lambda: suppress.apply(tuple(rules.judge(on, draft)), directives), wanted)
    return report, draft.drift


def _reported(
    reading: Reading,
    settings: Settings,
    on: rules.Active,
    judged: Callable[[], Iterable[Finding]],
    wanted: Scope = WHOLE,
) -> Report:
    """The report on a draft by the rules that are `on`; `judged` is asked only of a draft in English."""
    source = reading.document.source
    unread = (Problem(source.name, line, problem) for line, problem in reading.document.unread)
    errors = (*map(problem_of, problems(settings)), *unread)
    claims = sum(sentence.size for sentence in reading.sentences)
    if not reading.document.english:
        return Report(source, (), (NOT_ENGLISH,), errors, len(reading.sentences), claims)
    found = sorted(judged(), key=lambda finding: (finding.start, finding.rule, finding.end))
    said, baselined, gone = scope.narrow(wanted, source, tuple(found), {rule for rule, _ in on.names()})
    return Report(
        source,
        findings=tuple(finding for finding in said if _reaches(finding, settings.level)),
        notes=tuple(_notes(reading, on)),
        errors=errors,
        sentences=len(reading.sentences),
        claims=claims,
        failing=sum(finding.suppressed is None and _reaches(finding, settings.fail_on) for finding in said),
        hidden=sum(finding.suppressed is None and not _reaches(finding, settings.level) for finding in said),
        baselined=baselined,
        gone=gone,
        house=settings.rules,
    )


def _notes(reading: Reading, on: rules.Active) -> Iterator[str]:
    off = [entry.rule.name for entry in on.rules if "citations" in entry.rule.needs]
    if off and reading.sentences and not rules.citations_counted(reading):
        yield f"no citations in this file: {', '.join(off)} {'is' if len(off) == 1 else 'are'} off"


def read(source: Source, settings: Settings, asked: frozenset[str] | None = None) -> Reading:
    """What the draft claims, on whose word, how surely and on what evidence; `asked` as in `discourse.read`."""
    headings = (*document.SUMMARY_HEADINGS, *(heading.lower().strip(" .:") for heading in settings.summary_headings))
    return discourse.read(document.build(source, formats.parse(source), headings), with_house_names(settings), asked)


def judge(
    reading: Reading, settings: Settings, others: Sequence[Reading] = (), between: str = ""
) -> tuple[Finding, ...]:
    """What the rules say, about the claims and then about the comments that silence some of it; with what holds the
    draft against `others`, if there are any."""
    directives = reading.document.directives
    on = active(settings, between)
    found = tuple(rules.judge(on, rules.drafted(on, reading, others)))
    comments = suppress.comments(directives, found, vocabulary(settings.rules).rules, on.names(), settings)
    about_comments = rules.judge_comments(on, comments, reading.document.source.text)
    return suppress.apply((*found, *about_comments), directives)


def problems(settings: Settings) -> tuple[VetterError, ...]:
    """What is wrong with the configuration and with the house's own rules, and was left out."""
    told = (VetterError(*problem) for problem in settings.problems)
    return (*told, *(VetterError(*problem) for problem in own.load(settings.rules).problems))


def settings(name: str, chosen: Settings | str | None) -> Settings:
    """The settings of one draft from a configuration file, or from settings made by hand."""
    if isinstance(chosen, str):
        configfile.forget()
        chosen = configured(chosen)
    return config.for_file(chosen or Settings(), name)


def configured(path: str) -> Settings:
    """A configuration file as settings, read with the rules of its house in mind."""
    return configfile.load(path, vocabulary(configfile.chain(path).own))


@lru_cache(maxsize=8)
def ruleset(house: Own = NONE_OWN) -> rules.RuleSet:
    """The shipped rules, and those of the house's own folders, without their examples."""
    return restore(own.load(house).rules, examples=False)


@lru_cache(maxsize=2)
def rulebook(house: Own = NONE_OWN) -> rules.RuleSet:
    """The same rules with their examples."""
    return restore(own.load(house).rules)


@lru_cache(maxsize=8)
def vocabulary(house: Own = NONE_OWN) -> Vocabulary:
    """What a configuration may speak of."""
    known = ruleset(house)
    packs = tuple(pack.name for pack in known.packs)
    ladders = tuple(ladder.name for ladder in known.ladders)
    return Vocabulary(packs, tuple((rule.id, rule.name) for rule in known.rules), ladders)


@lru_cache(maxsize=64)
def active(settings: Settings, between: str = "") -> rules.Active:
    """The rules in force that can speak of a draft alone, and those that hold it so against other texts."""
    return rules.speaking(rules.active(ruleset(settings.rules), settings), between)


@lru_cache(maxsize=64)
def comparing(settings: Settings, between: str) -> rules.Active:
    """The rules in force that hold one kind of thing against another, and no others."""
    return rules.holding(rules.active(ruleset(settings.rules), settings), between)


def needing_others(settings: Settings) -> tuple[Rule, ...]:
    """The rules in force that are silent where there is no text but the draft."""
    entries = rules.active(ruleset(settings.rules), settings).rules
    return tuple(entry.rule for entry in entries if rules.needs_others(entry.rule))


def with_house_names(settings: Settings) -> Settings:
    """A pack knows what its house calls itself."""
    names = (name for pack in ruleset(settings.rules).packs if pack.name in settings.packs for name in pack.self_names)
    return settings._replace(self_names=tuple(dict.fromkeys((*settings.self_names, *names))))


def _reaches(finding: Finding, level: str) -> bool:
    return level in SEVERITIES and SEVERITIES.index(finding.severity) >= SEVERITIES.index(level)
