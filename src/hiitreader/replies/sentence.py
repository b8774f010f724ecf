"""A sentence for the reader with its values, not yet in their language and not yet shown.

It never translates, and never turns a moment into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id that may hold `{name}` fields, and their values.

    A value may be a `datetime` (aware) or a `timedelta`: whoever shows the sentence turns it into words first.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self) -> str:
        """The English sentence with its values as they are."""
        return self.text.format(**self.values)
