"""The claim ledger for machines, as vetter/schemas/claims-1.json has it: what was understood, finding or no finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from vetter.ledger import Claim, Cue, Hedge, Mark, Reading, Sentence, SourceMark
from vetter.outputs import Look
from vetter.values import Any

SCHEMA = "vetter/claims/1"


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    yield f'{{"schema": "{SCHEMA}", "documents": ['
    between = "\n "
    for reading in readings:
        source = reading.document.source
        yield f'{between}{{"path": {json.dumps(source.name)}, "sentences": ['
        between = "\n  "
        for sentence in reading.sentences:
            yield between + json.dumps(_sentence(sentence, source.text))
            between = ",\n  "
        yield "]}"
        between = ",\n "
    yield "]}\n"


def _sentence(sentence: Sentence, text: str) -> dict[str, Any]:
    claims = [_claim(claim, text) for claim in sentence.claims]
    return {"start": sentence.start, "end": sentence.end, "role": sentence.role, "claims": claims}


def _claim(claim: Claim, text: str) -> dict[str, Any]:
    return {
        "start": claim.start,
        "end": claim.end,
        "status": claim.status,
        "holder": claim.holder,
        "strength": _step(claim.strength),
        "lean": claim.lean,
        "kind": claim.kind,
        "link": claim.link,
        "classes": sorted(claim.classes),
        "tense": claim.tense,
        "subject": claim.subject,
        "negative": claim.negative,
        "cues": [_cue(cue, text) for cue in claim.cues],
        "sources": [_source(source, text) for source in claim.sources],
        "hedges": [_hedge(hedge, text) for hedge in claim.hedges],
        "boosters": _marks(claim.boosters, text),
        "weasels": _marks(claim.weasels, text),
        "status_phrases": _marks(claim.status_phrases, text),
        "evidence": _marks(claim.evidence, text),
        "citations": _marks(claim.citations, text),
        "carry": claim.carry,
        "umbrella": claim.umbrella,
        "verification": claim.verification,
        "specifics": _marks(claim.specifics, text),
        "others": _marks(claim.others, text),
        "steps": claim.steps,
    }


def _step(strength: int) -> str | None:
    return f"S{strength}" if strength >= 0 else None


def _stretch(mark: Cue | SourceMark | Hedge | Mark, text: str) -> dict[str, Any]:
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def _cue(cue: Cue, text: str) -> dict[str, Any]:
    return {**_stretch(cue, text), "class": cue.stance, "form": cue.form, "negated": cue.negated}


def _source(source: SourceMark, text: str) -> dict[str, Any]:
    facts = {"number": source.number, "described": source.described, "party": source.party}
    return {**_stretch(source, text), "type": source.type, **facts}


def _hedge(hedge: Hedge, text: str) -> dict[str, Any]:
    facts = {"lean": hedge.lean, "form": hedge.form, "term": hedge.term or None, "negated": hedge.negated}
    return {**_stretch(hedge, text), "strength": _step(hedge.step), "holder": hedge.holder, **facts}


def _marks(marks: tuple[Mark, ...], text: str) -> list[dict[str, Any]]:
    return [{**_stretch(mark, text), "kind": mark.kind} for mark in marks]
