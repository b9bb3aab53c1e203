"""Whether time grows with the text and not with its square, told on a machine that others use too."""

import gc
import time
from collections.abc import Callable

ROUNDS = 8


def grows_no_faster(work: Callable[[int], object], small: int, times: int) -> bool:
    """Whether work on a text `times` as long takes at most three times as long per letter: a square fails from 8 on.

    Processor time, both sizes by turns, the best of each; the rounds end as soon as they show it.
    """

    def seconds(size: int) -> float:
        gc.collect()
        gc.disable()  # what it costs hangs on what all the tests before have left
        begun = time.process_time()
        try:
            work(size)
            return time.process_time() - begun
        finally:
            gc.enable()

    seconds(small)
    short = long = float("inf")
    for _ in range(ROUNDS):
        short, long = min(short, seconds(small)), min(long, seconds(times * small))
        if long < 3 * times * short:
            return True
    return False
