"""What a text is about is told by stems, by the rules of its language."""

import pytest
import stopwordsiso

from hiitreader.library.terms import MOST_TERMS, TITLE_WEIGHT, _languages, _stop_words, guessed, terms_of


def words(title: str, text: str, language: str = "en") -> dict[str, float]:
    return {term.word: round(term.weight, 2) for term in terms_of(title, text, language)}


def stems(text: str, language: str) -> set[str]:
    return {term.stem for term in terms_of("", text, language)}


def test_forms_of_a_word_are_one_and_the_commonest_is_shown() -> None:
    assert words("", "Muscles grow. The muscle grows; muscles have grown.") == {
        "muscle": 2.1,
        "grow": 1.69,
        "grown": 1.0,
    }


def test_the_title_weighs_more() -> None:
    assert words("Legs", "Legs and arms") == {"Legs": 1 + TITLE_WEIGHT, "arms": 1.0}
    assert words("Legs legs", "arms") == {"legs": TITLE_WEIGHT, "arms": 1.0}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "training", "trained"), ("de-AT", "Muskeln", "Muskel"), ("fr", "musculaire", "musculaires"),
     ("ru", "мышцы", "мышцами"), ("tr", "kaslar", "kas"), ("es", "piernas", "pierna"), ("nb", "musklene", "musklen")],
)  # fmt: skip
def test_stems_go_by_the_language(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language) != set()


@pytest.mark.parametrize(
    ("text", "language"),
    [("The legs of the runner are larger than those of a walker, and they have been so for years.", "en"),
     ("Die Beine der Läuferin sind größer als die des Gehers, und das seit Jahren.", "de"),
     ("Les jambes de la coureuse sont plus grandes que celles du marcheur, et ce depuis des années.", "fr"),
     ("Legs larger runner 12", ""), ("", ""), ("12 34", "")],
)  # fmt: skip
def test_an_unknown_language_is_guessed_or_left(text: str, language: str) -> None:
    assert guessed(text.replace(",", "").replace(".", "").split()) == language


def test_without_a_language_common_words_are_left_out_all_the_same() -> None:
    text = "The legs of the runner are larger than those of a walker, and they have been so for years."
    assert terms_of("", text) == terms_of("", text, "en")
    assert "the" not in words("", text, "")


def test_scripts_without_spaces_are_taken_by_twos() -> None:
    assert [term.stem for term in terms_of("", "筋肉は育つ", "ja")] == sorted(["筋肉", "肉は", "は育", "育つ"])
    assert stems("脚", "ja") == set()


def test_a_language_without_rules_is_taken_as_it_is() -> None:
    assert words("", "aloha nui 2026 x", "haw") == {"aloha": 1.0, "nui": 1.0}


def test_there_are_no_more_than_can_be_kept() -> None:
    assert (
        len(terms_of("", " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(500)), "en"))
        == MOST_TERMS
    )


def test_the_words_every_text_has_are_the_packages_own() -> None:
    assert set(_languages()) == stopwordsiso.langs()
    for code in _languages():
        assert _stop_words(code) == stopwordsiso.stopwords(code)
    assert _stop_words("nb") == _stop_words("nn") == stopwordsiso.stopwords("no")
    assert _stop_words("tlh") == frozenset()
