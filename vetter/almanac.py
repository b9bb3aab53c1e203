"""The words for numbers, months and weekdays, which every table and pattern of them is made from."""

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = {word: 10 * ten for ten, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
ONLY_MONTHS = tuple(month for month in MONTHS if month not in ("March", "May"))
"""Those whose names mean nothing else."""
MONTH = "(?:" + "|".join(
    f"{month[:3]}(?:t(?:ember)?)?" if month == "September" else f"{month[:3]}(?:{month[3:]})?" for month in MONTHS
) + ")"  # fmt: skip
"""A month in full or as its first three letters, "Sept" too."""
