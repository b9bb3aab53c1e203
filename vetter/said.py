"""What one claim says by itself: who speaks, which hedges and likelihood terms are its authors', what it appeals to."""

from vetter.ledger import Claim, Hedge, Mark, SourceMark

SPOKEN = frozenset(("attrib", "hearsay"))
VAGUE = frozenset(("quantity", "praise", "view"))


def author_hedges(claim: Claim) -> list[Hedge]:
    return [hedge for hedge in claim.hedges if hedge.holder == "author"]


def author_terms(claim: Claim) -> list[Hedge]:
    """The authors' likelihood terms, in what they say of themselves to judge too; none under a negation."""
    own = claim.hedges if claim.holder == "self" else author_hedges(claim)
    return [hedge for hedge in own if hedge.term and not hedge.negated]


def speakers(claim: Claim) -> tuple[SourceMark, ...]:
    """Who says it. One who merely wants or knows something is no source of it."""
    return claim.sources if claim.status in SPOKEN else ()


def appeals(claim: Claim) -> list[Mark]:
    """The weasels that stand in for an authority: a vague quantity, praise and a view nobody holds do not."""
    return [weasel for weasel in claim.weasels if weasel.kind not in VAGUE]
