"""A house's own rules, grammars and word lists beside those that ship: compiled once, kept in the user's cache.

A mistake in one file is told and the file left out, so that it never hides the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from vetter import __version__, artefact, rulebook, rules
from vetter.artefact import Artefact
from vetter.errors import VetterError
from vetter.families import NOTHING, refuse_unknown
from vetter.folders import Own, file_of, files, stamped
from vetter.lexicon import Lexicon
from vetter.values import Any

MOST_LOADED = 8
MOST_CACHED = 20

_loaded: dict[Own, Artefact] = {}


def load(own: Own) -> Artefact:
    """The artefact of the shipped rules and grammars with those of a house's own folders."""
    if not own.folders:
        return artefact.stock()
    made = _loaded.get(own)
    if made is None:
        if len(_loaded) >= MOST_LOADED:
            _loaded.clear()
        made = _loaded[own] = _restored(_values(own))
    return made


def _values(own: Own) -> dict[str, Any]:
    artefact.stock()  # made anew first where it is stale
    path = _cached(own)
    values = artefact.read_whole(path) if path else None
    if values is None:
        values = compile_own(own.folders)
        if path:
            artefact.write_whole(path, values)
            _tidy(os.path.dirname(path))
    return dict(values)


def _restored(values: dict[str, Any]) -> Artefact:
    engine = artefact.restore_engine(values) if "lexicon" in values else artefact.stock().engine
    problems = tuple((place, problem) for place, problem in values["problems"])
    return Artefact(engine, values["rules"], problems, tuple(values["grammars"]), tuple(values["word_lists"]))


def _cached(own: Own) -> str | None:
    """Where what is made of these folders is kept: by the shipped artefact, of which every change of what makes it is
    a new one, by the version and by all they hold."""
    folder = cache_folder()
    try:
        with open(artefact.STOCK, "rb") as file:
            check, made = file.readline().decode("ascii", "replace").strip(), os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return None
    stamp = own.stamp or stamped(own.folders).stamp
    return os.path.join(folder, f"own-{__version__}-{check}-{made:x}-{stamp}.json") if folder else None


def cache_folder() -> str | None:
    """The folder for what can be made anew: VETTER_CACHE, or vetter/ in the user's cache folder."""
    named = os.environ.get("VETTER_CACHE")
    if named:
        return named
    user = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return os.path.join(user, "vetter") if os.path.isabs(user) else None


def _tidy(folder: str) -> None:
    """Keep the latest only."""
    try:
        kept = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("own-")]
        for path in sorted(kept, key=os.path.getmtime)[:-MOST_CACHED]:
            os.unlink(path)
    except OSError:
        return


def compile_own(folders: Iterable[str]) -> dict[str, Any]:
    """What ships and what these folders hold, as JSON values; `problems` are what was left out."""
    told: list[VetterError] = []
    below = [path for folder in folders for path in files(folder)]
    compiled = _compiled(below, told)
    classes = artefact.noted_classes(compiled) if compiled else _shipped_classes()
    terms = artefact.likelihood_terms(compiled) if compiled else artefact.stock().engine.lexicon.terms()
    known = rulebook.restore(artefact.stock().rules)
    for folder in folders:
        try:
            known = rules.load(folder, known, classes, terms, told)
        except VetterError as error:
            told.append(error)
    problems = [[error.place, error.problem] for error in told]
    empty: dict[str, Any] = {"nets": [], "grammars": [], "word_lists": []}
    return {**empty, **compiled, "rules": rulebook.dump(known, as_they_are=True), "problems": problems}


def _compiled(below: list[str], told: list[VetterError]) -> dict[str, Any]:
    """Engine values with own words and phrases, and their files; nothing when there are none of either."""
    lists = [path for path in below if _kind(path) == "lexicon" and not path.endswith(".lark")]
    grammars = [path for path in below if path.endswith(".lark") and _kind(path) != "parts"]
    if not lists and not grammars:
        return {}
    from vetter import grammar

    shipped = os.path.join(artefact.root(), "grammars")
    stock_lists = artefact.lexicon_files(shipped)
    words, lists = _lexicon(stock_lists, lists, told)
    good: list[str] = []
    for path in grammars:
        try:
            refuse_unknown(path, grammar.family(path))
            grammar.read([path], words, (shipped,))
            good.append(path)
        except VetterError as error:
            told.append(error)
    try:
        made = artefact.compile_grammars(words, [*artefact.grammar_files(shipped), *good], (shipped,))
    except VetterError as error:  # each can be read, and together they cannot
        told.append(error)
        return {}
    return {**made, "grammars": good, "word_lists": lists}


def _lexicon(shipped: list[str], own: list[str], told: list[VetterError]) -> tuple[Lexicon, list[str]]:
    """The word lists that can be read together, and which of the own ones they are; each that cannot is told."""
    from vetter import lexicon

    while True:
        try:
            return lexicon.read([*shipped, *own]), own
        except VetterError as error:
            wrong = [path for path in own if file_of(error.place) == path]
            if not wrong:
                raise
            told.append(error)
            own = [path for path in own if path not in wrong]


def _shipped_classes() -> frozenset[str]:
    engine = artefact.stock().engine
    marks = (kind.rule.upper() for kind in engine.finder.kinds if kind.family == "mark" and kind.label != NOTHING)
    return frozenset((*engine.lexicon.marks, *marks))


def _kind(path: str) -> str:
    return os.path.basename(os.path.dirname(path))
