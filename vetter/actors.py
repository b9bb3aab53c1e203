"""Who acts in a threat report: intrusion sets by the names that vendors give them, and the services of states."""

from __future__ import annotations

from vetter.patterns import late

INTRUSION_SET = (
    r"(?:(?:APT|FIN|UNC|UAC|UTA|ITG|TAG|UAT|DEV|Storm|CL-[A-Z]{3})[-. ]?\d{1,5}|TA[1-9]\d\d\d?"
    r"|[A-Z]\w+ (?:Typhoon|Blizzard|Sandstorm|Sleet|Tempest|Tsunami|Cyclone|Bear|Panda|Kitten|Chollima|Spider|Jackal)"
    r"|Lazarus|Kimsuky|Andariel|Sandworm|Turla|Gamaredon|MuddyWater|OilRig|Winnti|Hafnium|Nobelium)\b"
)
SERVICE = (
    r"(?:(?i:intelligence|directorate|ministry|secret service|security services?|cyber command|state hackers)"
    r"|GRU|SVR|FSB|MSS|IRGC|RGB)\b"
)
GOVERNMENT = rf"(?:{SERVICE}|(?:(?i:armed forces|military|army|navy|regime|government)|PLA)\b)"
STATE_SERVICE = (
    r"(?!(?:The|This|These|Our|Their|Its|His|Her|Such|Open-source|Threat|Artificial)\b)[A-Z][\w-]+(?:['’]s)? "
    rf"(?:(?i:military|foreign|signals|secret|security|state|cyber) )?{SERVICE}"
)
ACTING = late(
    rf"(?:(?:In|On|Since|During|After|By|From) [^,]{{1,50}},\s)?(?:[Tt]he )?(?:{INTRUSION_SET}|{STATE_SERVICE})"
)
MERGED = late(
    rf"\b{INTRUSION_SET}(?: [Gg]roup)?(?: \([^)]{{1,60}}\))?,"
    rf" (?:an?|the|[A-Z]\w+['’]s) (?:[\w'’-]+ ){{0,5}}?{GOVERNMENT}"
    rf"|\b[A-Z]\w+['’]s (?:{GOVERNMENT} )?{INTRUSION_SET}"
)
ACTOR = late(rf"(?=[A-Z])\b(?:{INTRUSION_SET}|{STATE_SERVICE})")


def named(text: str) -> list[int]:
    """Where intrusion sets and services of states are named."""
    return [match.start() for match in ACTOR.finditer(text)]


def roles(text: str, start: int, end: int) -> frozenset[str]:
    """Whether one of them acts in a stretch (subject), and whether a set and a state are made one (sponsored)."""
    found = {"subject": ACTING.match(text, start, end), "sponsored": MERGED.search(text, start, end)}
    return frozenset(name for name, match in found.items() if match)
