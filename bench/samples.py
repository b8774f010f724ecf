"""Markdown articles of any size, the same each time. It never reads the clock or a random number."""

from itertools import count

SAID = (
    "interval training asks the legs for short hard work and gives them rest between while the heart learns to fill "
    "faster and the muscle keeps most of what it had before the first week of running uphill in the cold morning air"
)
WORDS = SAID.split()


def _sentence(seed: int, length: int) -> str:
    words = [WORDS[(seed * 7 + number * (seed % 5 + 3)) % len(WORDS)] for number in range(length)]
    return " ".join(words).capitalize() + "."


def _section(number: int) -> str:
    paragraphs = [" ".join(_sentence(number * 31 + n * 5 + k, 9 + (n + k) % 12) for k in range(5)) for n in range(4)]
    paragraphs[1] += (
        f" See *{WORDS[number % len(WORDS)]}*, **strongly**, in [part {number}](part-{number}.md) and `code`."
    )
    items = "\n".join(f"- {_sentence(number + n, 8)}" for n in range(4))
    rows = "\n".join(f"| {WORDS[n]} | {n * number} | {_sentence(n, 4)} |" for n in range(4))
    table = f"| what | how many | note |\n| --- | --- | --- |\n{rows}"
    parts = [f"## Part {number}", *paragraphs[:2], items, f"> {_sentence(number, 20)}", *paragraphs[2:]]
    if number % 4 == 0:
        parts.append(table)
    if number % 5 == 0:
        parts.append(f"```\nrest = {number}\nwork = rest * 2\n```")
    return "\n\n".join(parts)


def markdown(size: int) -> str:
    """Return an article of at least `size` bytes: headings, paragraphs, links, lists, quotes, tables, code."""
    parts = [f"# An article of {size // 1_000_000} million letters"]
    written = len(parts[0])
    for number in count(1):
        if written >= size:
            break
        parts.append(_section(number))
        written += len(parts[-1]) + 2
    return "\n\n".join(parts) + "\n"
