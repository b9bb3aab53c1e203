"""TLP labels and indicators as they are written in the prose of threat reports."""

import re
from collections.abc import Iterator

from vetter.values import NamedTuple

# Patterns are compiled when a rule first asks, which it does for few drafts.
TLP = r"(?i)(?<![\w\"'=:/-])TLP[ \t]{0,2}[:=–-]?[ \t]{0,2}(RED|AMBER(?:[ \t]?\+[ \t]?STRICT)?|GREEN|CLEAR|WHITE)\b"
RENAMED = {"WHITE": "CLEAR"}
"""A label of TLP 1.0, and what TLP 2.0 calls it."""
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_TOP = (
    r"(?:com|net|org|info|biz|top|xyz|site|online|club|live|icu|pw|cc|tk|ru|cn|su|ir|ua|onion|shop|store|space|website)"
)
INDICATOR = (
    rf"(?<![\w.@/\\:=-])(?:(?:{_OCTET}\.){{3}}{_OCTET}(?![\w.]*\.?\d)"
    r"|(?:https?|ftp)://[^\s<>\"“”|]*[^\s<>\"“”|.,;:!?'’)\]]"
    rf"|(?:[a-z0-9][a-z0-9-]*\.)+{_TOP}(?![\w-]|\.\w))"
)
CODE = re.escape("{}$\\=<>;|") + '"'
"""Signs by which a line is one of code, whose addresses stay as they are."""
NEAR = 80  # characters
VERSION = r"(?i)\b(?:versions?|build|release|firmware|v|ver\.)\s+$"
OWN = (
    r"(?:10|127|0|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|22[4-9]|2[345]\d)\."
    r"|8\.8\.[48]\.[48]$|1\.[01]\.[01]\.1$"
)
"""Addresses of nobody's: private, local, reserved; and the resolvers that everybody asks."""
SHARED = frozenset(
    """amazon.com amazonaws.com any.run apache.org apple.com appspot.com archive.org azure.com azureedge.net bing.com
    bitbucket.org cloudflare.com discord.com dropbox.com facebook.com first.org github.com githubusercontent.com
    gitlab.com google.com googleapis.com gstatic.com ietf.org linkedin.com live.com medium.com microsoft.com
    mitre.org mozilla.org office.com oracle.com outlook.com pastebin.com python.org shodan.io stackoverflow.com
    telegram.org twitter.com virustotal.com w3.org wikipedia.org windows.com x.com yahoo.com youtube.com""".split()
)
"""Hosts that everybody uses, and that reports point to."""
READING = r"/(?:blog|news|article|research|report|doc|wiki|post|resource)"
"""Paths under which there is something to read."""
TRUSTED = frozenset(("gov", "mil", "edu", "int"))


class Label(NamedTuple):
    """A TLP label that version 2.0 does not know, and how that version writes it."""

    start: int
    end: int
    right: str


def odd_labels(text: str) -> Iterator[Label]:
    for match in re.finditer(TLP, text):
        colour = "".join(match[1].upper().split())
        right = f"TLP:{RENAMED.get(colour, colour)}"
        if match[0] != right:
            yield Label(match.start(), match.end(), right)


def live_indicators(text: str) -> Iterator[tuple[int, int]]:
    """Addresses and hosts that a reader could click on by mistake; those that everybody uses are none."""
    for match in re.finditer(INDICATOR, text):
        found = match[0]
        if "[" in found:
            continue  # defanged already
        if not found.replace(".", "").isdigit():
            if not is_shared(found) and "." in host_of(found):
                yield match.span()
        elif not re.match(OWN, found) and not re.search(VERSION, text[max(0, match.start() - 12) : match.start()]):
            yield match.span()


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a stretch in its line, as far as it matters."""
    return text[max(0, start - NEAR) : start].rpartition("\n")[2], text[end : end + NEAR].partition("\n")[0]


def is_code(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a file stands between backticks, or on a line of code."""
    before, after = around(text, start, end)
    return before.count("`") % 2 == 1 or bool(re.search(f"[{CODE}]", before + after))


def host_of(address: str) -> str:
    return re.split(r"[/:?#]", address.rpartition("://")[2], maxsplit=1)[0].lower()


def is_shared(address: str) -> bool:
    host = host_of(address)
    labels = host.split(".")
    if re.search(READING, address):
        return True
    return labels[-1] in TRUSTED or any(".".join(labels[at:]) in SHARED for at in range(len(labels) - 1))


def defanged(indicator: str) -> str:
    """The same indicator so that nothing links to it: hxxp, and the last dot of the host in brackets."""
    scheme, mark, rest = indicator.rpartition("://")
    host, slash, path = rest.partition("/")
    before, _, last = host.rpartition(".")
    return f"{scheme.replace('tt', 'xx')}{mark}{before}[.]{last}{slash}{path}" if before else indicator
