"""How often each word class stands in running text: writes grammars/frequencies.yml, by which anchors are chosen.

usage: python bench/frequencies.py FOLDER ...      (folders of plain text or Markdown reports)
"""

from __future__ import annotations

import collections
import os
import sys

from vetter.artefact import CHECKOUT, compile_grammars, files_under, grammar_files, lexicon_files, restore_engine
from vetter.sentences import split
from vetter.tokens import START, tokens

HEAD = """# Made by bench/frequencies.py: occurrences per 1,000 words of running English reports and news.
# Grammars are searched from their rarest word; what is not listed counts as rare.
"""


def main(folders: list[str]) -> None:
    root = os.path.join(CHECKOUT, "grammars")
    engine = restore_engine(compile_grammars(lexicon_files(root), grammar_files(root)))
    codes: collections.Counter[str] = collections.Counter()
    for path in (path for folder in folders for path in files_under(folder, (".md", ".txt"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                read = tokens(engine.coder, line, 0)
                codes.update(read.codes)
                codes[START] += sum(1 for _ in split(read, engine.coder))
    total = sum(codes.values()) - codes[START]
    counts: collections.Counter[str] = collections.Counter()
    for code, number in codes.items():
        for name in engine.coder.classes_of[code]:
            counts[name] += number
    names = sorted(set(counts))
    with open(os.path.join(root, "frequencies.yml"), "w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(f'"{name}": {max(0.001, round(1000 * counts[name] / total, 3))}\n' for name in names)


if __name__ == "__main__":
    main(sys.argv[1:])
