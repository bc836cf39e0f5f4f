"""The language of a text: what the page states, checked against its own small words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.core.normalise.scripts import count, has_far

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 30  # words below which a text decides nothing
SAMPLE = 4_000  # signs looked at
_SMALL = {
    "en": (
        "the of and to in is was that for it with as on be by at from "
        "this have has are were will said he his they but not which their an been who"
    ),
    "fr": (
        "le la les des une du et est dans que qui pour pas sur au avec "
        "sont ce par plus été cette aux elle ils nous mais ont son ses leur était"
    ),
    "de": (
        "der die das und ist nicht mit von den ein eine zu im auf für sich "
        "dem des auch als an werden aus er hat dass sie nach wird bei einer wurde"
    ),
    "es": (
        "el los las una del que en es por con para se al como más "
        "pero su sus lo este ha fue entre sobre también desde cuando muy hasta según"
    ),
    "it": (
        "il gli della che di un una per con non sono è del nel alla "
        "dei anche come ha più al delle lo dal si questo ma degli nella stato"
    ),
    "nl": (
        "de het een van en in is dat op te zijn met voor niet aan "
        "er om ook als maar bij door naar heeft wordt uit worden over deze hij"
    ),
    "pt": (
        "o os as um uma da do que em é com para por não na "
        "no se mais como dos das ao foi são mas pelo pela também sua seu entre"
    ),
    "sv": (
        "och att det som en är på för av med den till inte har "
        "om ett han var de men sig från vid kan ska också efter när"
    ),
    "no": (
        "og det som en er på for av med den til ikke har om "
        "et han var de men seg fra ved kan skal også etter når å"
    ),
    "da": (
        "og at det som en er på for af med den til ikke har "
        "om et han var de men sig fra ved kan skal også efter når der"
    ),
    "pl": "i w na z że się nie do jest to jak o od po przez dla ale za był co jego które oraz już tym",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan kadar sonra en ne var ama dedi",
}
_LANGUAGES = {  # of each small word
    word: tuple(language for language, words in _SMALL.items() if word in words.split())
    for word in frozenset(" ".join(_SMALL.values()).split())
}
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("he", r"[\u0590-\u05ff]"),
)
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_CYRILLIC = r"[\u0400-\u04ff]"


def _by_script(sample: str) -> str | None:
    if not has_far(sample):
        return None
    for language, signs in _SCRIPTS:
        if count(signs, sample) > len(sample) // 20:
            return language
    if count(_CYRILLIC, sample) > len(sample) // 4:
        return "uk" if _UKRAINIAN.search(sample) else "ru"
    return None


def detect(text: str) -> str | None:
    """The language of a text by script and small words, or None where the text is too short or too even."""
    sample = text[:SAMPLE]
    script = _by_script(sample)
    if script:
        return script
    words = list(map(str.lower, _WORD.findall(sample)))
    if len(words) < ENOUGH:
        return None
    hits = Counter(chain.from_iterable(_LANGUAGES[w] for w in words if w in _LANGUAGES))
    first, second = (*hits.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > len(words) * 0.08 and first[1] > second[1] else None


def of(paragraphs: Sequence[str], stated: Sequence[str | None]) -> str | None:
    """The language of an article: the text's own where it speaks clearly, else what the page states first."""
    claims = [s.strip().lower()[:12].replace("_", "-").split("-")[0] for s in stated if s and s.strip()]
    usable = [c for c in claims if re.fullmatch(r"[a-z]{2,3}", c)]
    own = detect(" ".join(paragraphs))
    return own or next(iter(usable), None)
