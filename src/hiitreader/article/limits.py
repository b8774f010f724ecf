"""What an article may be at most, and why: the numbers that keep a hostile file from holding the program up.

It never measures anything itself: the modules that read articles keep to the numbers.
"""

MEGABYTE = 1024 * 1024

MAX_BYTES = 50 * MEGABYTE
"""Bytes of a file. The whole of it stays in memory, as text and as blocks, about six times its size."""

FIRST_SLICE = 6 * 1024
"""Characters of source in the first slice: what a large window shows at once, and no more to wait for."""

NEXT_SLICES = 32 * 1024
"""Characters of source in the others: parsed well within a tenth of a second, so progress is steady."""

MAX_SLICE = 48 * 1024
"""Characters of source after which a slice ends even where no good place was found. Some steps of parsing take a time
that grows with the square of the length, so no slice may be long."""

MAX_RUN = 8_000
"""Characters of one block. Laying out a line costs as much as its block is long: a million characters without a break
held a text view for more than 15 s."""

MAX_TAGS_DEEP = 100
"""Elements within one another. 20,000 of them took HTML parsers half a second and a text view 16 s; pages that people
write have fewer than 40."""

MAX_FORMATS_DEEP = 8
"""Emphasis, links and their like within one another: an unclosed one is repeated in every paragraph that follows."""

MAX_TAG_LENGTH = 4_096
"""Characters of one tag. A parser compares each attribute with all before it."""

MAX_CONTAINERS = 32
"""Lists, items, quotes and cells that one block stands in: deeper ones have no room left on a page."""

MAX_COLUMNS = 100
"""Columns of a table; what stands further right joins the last one."""

MAX_ADDRESS = 4_096
"""Characters of a link's address; a longer one is none."""

MAX_DEFINITIONS = 50_000
"""Link addresses defined at a distance (`[name]: address`) in one file."""

MAX_FOOTNOTES = 2_000
"""Footnotes in one file: finding a note's number takes a time that grows with how many there are."""

MAX_IMAGE_BYTES = 32 * MEGABYTE
"""Bytes of an image file; of a larger one only the alternative text is shown."""

MAX_IMAGE_PIXELS = 50_000_000
"""Width times height of an image: 200 megabytes while it is decoded, and about a second."""

MAX_IMAGE_PASSES = 1_000_000_000
"""The same times how often its decoder goes over it: some seconds."""

MAX_IMAGE_PARTS = 100_000
"""Parts of an image file."""
