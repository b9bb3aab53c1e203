"""New rules, a house's own or ones to ship, written as files whose examples hold at once."""

from __future__ import annotations

import os
import re

from vetter import artefact, configfile, lint, packfiles, rulefiles, rulesheet
from vetter.config import Vocabulary
from vetter.errors import VetterError, did_you_mean
from vetter.values import NamedTuple

FOLDER = "house"
"""The folder of own rules that a house without a configuration gets."""
ASKED = "vetter new rule"
HEAD = "# Change it, and run `vetter test {path}` after each change. "
ASKING = f"""\
{HEAD}`vetter rules --features` lists what may be asked.
{{id}}name: {{name}}
severity: warning
"""
CLAIM = f"""\
{ASKING}over: claim
marks: cue
why: >-
  What the reader of the report loses.
standard:
  - our house style
when:
  all:
    - status: attrib
    - cue_stance: doubt
  none:
    - cited: true
message: "\\"{{{{text}}}}\\" leaves open what supports it. Name the evidence."
suggestions:
  - name a second source
flags:  # what stands in [brackets] must be found, and nothing else
  - "The harbour master [claimed] that the weir had been opened."
  - "A spokesman for the port [alleged] that the dam was mined."
  - "On Monday the union [claimed] that the night shift had been paid."
passes:  # near misses: the same words where they are right
  - The harbour master said that the weir had been opened.
  - The harbour master claimed that the weir had been opened.[4]
  - A spokesman for the port announced that the dam was mined.
mistaken-when:
  - the claim itself is what the report is about
"""
PAIR = f"""\
{ASKING}over: pair
marks: changed  # what the relation finds; {{{{reason}}}} is what it tells
why: >-
  What the reader of the report loses.
standard:
  - our house style
when:
  all:
    - between: takeaway-body  # what is held against what; without it, every kind of pair
    - figure_differs: true  # the relation
message: "The takeaway has another figure than the body: {{{{reason}}}}. Make them one."
suggestions:
  - the figure of the body
flags:  # what stands in [brackets] must be found, and nothing else
  - |
    ## Key Takeaways

    - The flood closed [14] bridges in the valley.

    ## Valley

    The flood closed 12 bridges in the valley, the road office said.
  - |
    ## Key Takeaways

    - The ferry company sold [nine] barges to Osse.

    ## Osse

    The ferry company sold seven barges to Osse. The price was not told.
  - |
    ## Key Takeaways

    - Workers at the quarry stopped work for [3] days.

    ## Quarry

    Workers at the quarry stopped work for 5 days. The owners have offered talks.
passes:  # near misses: the same words where they are right
  - |
    ## Key Takeaways

    - The flood closed 12 bridges in the valley.

    ## Valley

    The flood closed 12 bridges in the valley, the road office said.
  - |
    ## Key Takeaways

    - The flood closed about 10 bridges in the valley.

    ## Valley

    The flood closed 10 bridges in the valley, the road office said.
  - |
    ## Key Takeaways

    - The ferry company sold nine barges to Osse.

    ## Osse

    The ferry company bought seven lorries. Its owner has left for Lornport.
mistaken-when:
  - the two figures count different things
"""
TEXT = f"""\
{HEAD}Words without another wording go under `words: [...]`.
name: {{name}}
swap:
  utilise: use
  in order to: to
flags:  # what stands in [brackets] must be found, and nothing else
  - They [utilise] the ferry [in order to] cross.
passes:  # near misses: the same words where they are right
  - '"We utilise the ferry," the mayor said.'
"""
KINDS = {"claim": CLAIM, "pair": PAIR, "text": TEXT}


class Shelf(NamedTuple):
    """Where a rule that ships goes: a folder below rules/ of the checkout, and the packs that are to name it."""

    folder: str
    packs: tuple[str, ...]


def write_rule(name: str, kind: str, shelf: Shelf | None = None) -> list[str]:
    """Write a new rule into the house's folder, or onto a shelf of the checkout, and tell what was written."""
    if not re.fullmatch(rulesheet.RULE_NAME, name):
        raise VetterError(ASKED, f"{name!r} is no rule name: write small words joined by hyphens")
    if name in rulesheet.RESERVED:
        raise VetterError(ASKED, f"{name!r} is reserved: it stands for every rule; choose another name")
    configfile.forget()
    return _ship(name, kind, shelf) if shelf else _add(name, kind)


def _add(name: str, kind: str) -> list[str]:
    """A rule of the house's own. Nothing is written before all is known to be well."""
    file = configfile.find("draft.md")
    if file is None and _is_checkout(os.curdir):
        raise VetterError(ASKED, "this is vetter's own checkout: say where the rule ships, as in --shipped sourcing "
                                 "--pack newsroom, or write one of your own beside your drafts")  # fmt: skip
    folder = _named_folder(file) if file else FOLDER
    path = os.path.join(folder, f"{name}.yml")
    if os.path.lexists(path):
        raise VetterError(path, "is there already; choose another name, or change it there")
    _refuse_taken(name, lint.vocabulary(configfile.chain(file).own) if file else lint.vocabulary())
    told = []
    if file is None:
        _write(configfile.FILE, f"rules: {FOLDER}\n")
        told = [f"wrote {configfile.FILE}, which names the folder {FOLDER}"]
    os.makedirs(folder, exist_ok=True)
    configfile.forget()
    _write(path, KINDS[kind].format(name=name, path=path, id=""))
    return [*told, f"wrote {path}; `vetter test {path}` runs its examples"]


def _named_folder(file: str) -> str:
    """The folder of own rules that a configuration names."""
    top = configfile.chain(file).files[-1].top.value
    named = top.get("rules") if isinstance(top, dict) else None
    if named is None or not isinstance(named.value, str):
        raise VetterError(file, f"names no folder for own rules; add the line rules: {FOLDER}")
    return os.path.relpath(os.path.join(os.path.dirname(file), named.value))


def _refuse_taken(name: str, known: Vocabulary) -> None:
    for rule, other in known.rules:
        if name in (rule, other):
            raise VetterError(ASKED, f"{name!r} is the name of {rule}; choose another")


# --- a rule that ships


def _ship(name: str, kind: str, shelf: Shelf) -> list[str]:
    """A rule in the checkout, with the next free id of its folder, named by the packs it is for."""
    if artefact.root() != artefact.CHECKOUT:
        raise VetterError("--shipped", "writes into a checkout of vetter, and this one is installed; leave it out")
    if kind == "text":
        raise VetterError("--shipped", "goes with a rule that asks features; leave --text out")
    known = lint.vocabulary()
    _refuse_taken(name, known)
    top = os.path.join(artefact.CHECKOUT, "rules")
    ids = _ids_by_folder(top)
    if shelf.folder not in ids:
        hint = did_you_mean(shelf.folder, ids)
        problem = f"no folder of rules is called {shelf.folder!r}{hint}; the folders are {', '.join(ids)}"
        raise VetterError("--shipped", problem)
    if not shelf.packs:
        problem = f"needs the packs that are to name the rule: --pack with any of {', '.join(known.packs)}"
        raise VetterError("--shipped", problem)
    for pack in shelf.packs:
        if pack not in known.packs:
            hint = did_you_mean(pack, known.packs)
            raise VetterError("--pack", f"no pack is called {pack!r}{hint}; the packs are {', '.join(known.packs)}")
    rule = f"VET{max(ids[shelf.folder]) + 1}"
    path = os.path.relpath(os.path.join(top, shelf.folder, f"{rule.lower()}-{name}.yml"))
    _write(path, KINDS[kind].format(name=name, path=path, id=f"id: {rule}\n"))
    files = [os.path.relpath(os.path.join(top, packfiles.FOLDER, f"{pack}.yml")) for pack in shelf.packs]
    for file in files:
        _enter(file, rule)
    return [
        f"wrote {path}; `vetter test {path}` runs its examples",
        *(f"wrote {rule} into {file}" for file in files),
        f"`git add {path}`, then `python docs/make.py` makes its page",
    ]


def _ids_by_folder(top: str) -> dict[str, list[int]]:
    """The folders of shipped rules with the numbers of those in them."""
    found: dict[str, list[int]] = {}
    for path in rulefiles.rule_files(top):
        number = re.match(r"vet(\d+)-", os.path.basename(path))
        if number:
            found.setdefault(os.path.basename(os.path.dirname(path)), []).append(int(number[1]))
    return found


def _enter(path: str, rule: str) -> None:
    """Put a rule into the list of a pack, at its place by number."""
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    members = [(number, line) for number, line in enumerate(lines) if re.match(r" *- VET\d+$", line.rstrip())]
    later = (number for number, line in members if int(line.strip().removeprefix("- VET")) > int(rule[3:]))
    lines.insert(next(later, members[-1][0] + 1), re.sub(r"VET\d+", rule, members[-1][1]))
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)


def _is_checkout(folder: str) -> bool:
    return artefact.root() == artefact.CHECKOUT and os.path.realpath(folder) == os.path.realpath(artefact.CHECKOUT)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise VetterError(path, f"cannot be written: {error.strerror}") from error
