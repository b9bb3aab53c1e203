"""New rules of a house's own, written as files whose examples hold at once."""

from __future__ import annotations

import os
import re

from vetter import configfile, lint, rulefiles
from vetter.errors import VetterError

FOLDER = "house"
"""The folder of own rules that a house without a configuration gets."""
CLAIM = """\
# Change it, and run `vetter test {path}` after each change. `vetter rules --features` lists what may be asked.
name: {name}
severity: warning
over: claim
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
message: "\\"{{text}}\\" leaves open what supports it. Name the evidence."
suggestions:
  - name a second source
flags:  # what stands in [brackets] must be found, and nothing else
  - "The harbour master [claimed] that the weir had been opened."
passes:  # near misses: the same words where they are right
  - The harbour master said that the weir had been opened.
  - The harbour master claimed that the weir had been opened.[4]
mistaken-when:
  - the claim itself is what the report is about
"""
TEXT = """\
# Change it, and run `vetter test {path}` after each change. Words without another wording go under `words: [...]`.
name: {name}
swap:
  utilise: use
  in order to: to
flags:  # what stands in [brackets] must be found, and nothing else
  - They [utilise] the ferry [in order to] cross.
passes:  # near misses: the same words where they are right
  - '"We utilise the ferry," the mayor said.'
"""


def write_rule(name: str, text: bool) -> list[str]:
    """Write a new rule into the house's folder, and tell what was written."""
    if not re.fullmatch(rulefiles.RULE_NAME, name):
        raise VetterError("vetter new rule", f"{name!r} is no rule name: write small words joined by hyphens")
    if name in rulefiles.RESERVED:
        raise VetterError("vetter new rule", f"{name!r} is reserved: it stands for every rule; choose another name")
    configfile.forget()
    folder, told = _folder()
    path = os.path.join(folder, f"{name}.yml")
    if os.path.lexists(path):
        raise VetterError(path, "is there already; choose another name, or change it there")
    house = configfile.chain(found).own if (found := configfile.find("draft.md")) else None
    for rule, known in lint.vocabulary(house).rules if house else lint.vocabulary().rules:
        if name in (rule, known):
            raise VetterError("vetter new rule", f"{name!r} is the name of {rule}; choose another")
    _write(path, (TEXT if text else CLAIM).format(name=name, path=path))
    return [*told, f"wrote {path}; `vetter test {path}` runs its examples"]


def _folder() -> tuple[str, list[str]]:
    """The folder of own rules, made where it is missing, and what was made on the way."""
    file = configfile.find("draft.md")
    if file is None:
        _write(configfile.FILE, f"rules: {FOLDER}\n")
        os.makedirs(FOLDER, exist_ok=True)
        configfile.forget()
        return FOLDER, [f"wrote {configfile.FILE}, which names the folder {FOLDER}"]
    top = configfile.chain(file).files[-1].top.value
    named = top.get("rules") if isinstance(top, dict) else None
    if named is None or not isinstance(named.value, str):
        raise VetterError(file, f"names no folder for own rules; add the line rules: {FOLDER}")
    folder = os.path.relpath(os.path.join(os.path.dirname(file), named.value))
    os.makedirs(folder, exist_ok=True)
    configfile.forget()
    return folder, []


def _write(path: str, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise VetterError(path, f"cannot be written: {error.strerror}") from error
