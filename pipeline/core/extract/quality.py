"""Is it an article? The gate before versioning: block pages, consent walls, stubs, soft 404s, indexes, live blogs.

Conservative: what reads as copy is an article, however short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.normalise.scripts import count
from pipeline.core.normalise.text import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.jsonld import Linked
    from pipeline.model import Quality

FEW = 120  # words: below, a notice can be the whole page
STUB = 90  # words: a teaser before a paywall
BRIEF = 25  # words: enough for a real brief, where the page says that it is an article
INDEX_LINKS = 40
LIVE_ENTRIES = 2
SENTENCE_WORDS, SENTENCE_SIGNS = 8, 20  # a shorter line is a label
_BLOCK = re.compile(
    r"access (?:denied|to this page has been denied)|\b403 forbidden\b|are you (?:a )?(?:human|robot)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|just a moment\.\.\.|attention required!|"
    r"unusual traffic|pardon our interruption|captcha|enable javascript and cookies to continue|request "
    r"(?:was )?blocked|you have been blocked|bot detection|checking your browser|"
    r"too many requests|\b(?:429|503|502|500) (?:error|too many|service|bad gateway|internal)|service "
    r"unavailable|bad gateway|internal server error|accès refusé|vous n['’]êtes pas un robot|press (?:&|"
    r"and) hold",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we (?:value|care about|respect) your privacy|your privacy (?:choices|matters)|"
    r"(?:accept|manage|reject) (?:all )?cookies|cookie (?:consent|preferences|settings)|"
    r"we and our (?:\d+ )?partners|nous (?:et nos partenaires|respectons votre vie privée)|continuer sans "
    r"accepter|tout accepter|votre vie privée|wir (?:und unsere partner|verwenden cookies)|consent to "
    r"(?:the use of )?cookies|"
    r"zustimmung|contentpass|mit werbung weiterlesen",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b404\b|page (?:you (?:requested|are looking for)[\w ]{0,20} )?(?:not found|no longer (?:available|"
    r"exists)|could not be found|cannot be found|can['’]t be found|does ?n[o']t exist|has been (?:moved|"
    r"removed|deleted))|not found|"
    r"(?:this|the) (?:story|article|page|content) (?:is|was) (?:no longer|not) available|(?:this|the) "
    r"(?:story|article|page) (?:has been|was) (?:removed|deleted)|(?:we )?(?:can['’]t|couldn['’]t|cannot|"
    r"could not) find (?:the|that|this) (?:page|story|article)|"
    r"page (?:introuvable|non trouvée)|(?:cette|la) page (?:n['’]existe|que vous (?:cherchez|recherchez|"
    r"demandez))|cet article n['’]est plus (?:disponible|en ligne)|seite nicht gefunden|página no "
    r"encontrada|pagina non trovata|pagina niet gevonden",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep|unlock)|(?:this|the) (?:article|content|story) is (?:for|"
    r"available to|exclusive to|reserved for|only available to|free for) (?:\w+ )?(?:subscribers|members|"
    r"registered)|"
    r"(?:already a|become a) (?:subscriber|member)|to (?:continue|keep) reading|log in to (?:continue|"
    r"read)|register (?:for free )?to (?:continue|read)|unlock this (?:article|story)|subscribers? only|"
    r"create (?:a free|an) account to (?:continue|read)|"
    r"(?:article|contenu) réservé aux abonnés|abonnez-vous pour (?:lire|continuer)|pour (?:lire la suite|"
    r"continuer (?:à lire|votre lecture))|il vous reste \d+ ?% de cet article|déjà abonné|jetzt "
    r"(?:weiterlesen|abonnieren)|suscríbete para|abbonati per",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|turn on|activate|activer|aktivieren|habilit\w+|abilitare|ativar|inschakelen) javascript|"
    r"javascript (?:is (?:disabled|required|not enabled|turned off)|aktivieren|inschakelen|muss)|"
    r"(?:requires?|needs?|nécessite|benötigt|requiere|richiede) javascript",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^(?:\d{1,2}[:.]\d{2}|\d{1,2} ?h ?\d{2})(?!\d)\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
_DENSE = r"[\u3040-\u30ff\u4e00-\u9fff]"
_LIVE_TITLE = re.compile(
    r"^(?:live(?: updates?| blog)?\s*[:|—–-]|en direct\b|direct\s*[:|]|liveblog|live-ticker|liveticker|"
    r"newsblog)|\blive (?:blog|updates|coverage)\b|\ben direct\s*$",
    re.IGNORECASE,
)


def _dense(paragraph: str) -> int:
    """Signs of scripts that set no blanks."""
    return count(_DENSE, paragraph)


def _is_sentence(paragraph: str) -> bool:
    long = len(paragraph.split()) >= SENTENCE_WORDS or _dense(paragraph) > SENTENCE_SIGNS
    return long and paragraph.rstrip("\"”’'») 」").endswith((".", "!", "?", "…", "。", "！", "？"))


def _length(paragraphs: Sequence[str]) -> int:
    """Words, with two signs of scripts that set no blanks counted as one."""
    return count_words(tuple(paragraphs)) + sum(map(_dense, paragraphs)) // 2


def judge_text(form: str, paragraphs: Sequence[str]) -> tuple[Quality, str]:
    """The verdict on a record: any text is an article."""
    return ("article", f"a {form} with text") if paragraphs else ("empty", f"a {form} without text")


def _notice(head: str, words: int, all_text: str) -> tuple[Quality, str] | None:
    """Pages that are a notice instead of a story."""
    if words > FEW:
        return None
    for quality, pattern in (("block", _BLOCK), ("not-found", _GONE), ("consent", _CONSENT)):
        found = pattern.search(head)
        if not found and words < BRIEF * 3:
            found = pattern.search(all_text)
        if found:
            return quality, f"the page says “{found[0][:60]}”"  # type: ignore[return-value]  # the literals above
    return None


def _is_live(linked: Linked | None, headline: str | None, paragraphs: Sequence[str]) -> bool:
    """A live blog by its own type, or by a headline that says so over entries with a time of day."""
    if linked and linked.kind == "LiveBlogPosting":
        return True
    entries = sum(1 for p in paragraphs if _ENTRY.match(p))
    return bool(headline and _LIVE_TITLE.search(headline)) and entries >= LIVE_ENTRIES


def says_article(linked: Linked | None, stated_type: str | None) -> bool:
    """Whether a page says that it is an article: by a date in its JSON-LD, or by its og:type."""
    return bool((linked and linked.published) or (stated_type or "").lower().startswith("article"))


def judge_page(
    *,
    title: str | None,
    headline: str | None,
    paragraphs: Sequence[str],
    visible: Sequence[str],
    linked: Linked | None,
    stated_type: str | None,
    links: int,
) -> tuple[Quality, str]:
    """The verdict on a page or text capture.

    Args:
        title: its title element.
        headline: its headline.
        paragraphs: its body, furniture taken out.
        visible: its visible lines (the first few hundred are enough).
        linked: its JSON-LD object.
        stated_type: og:type.
        links: how many links it has outside navigation; not looked at where it `says_article`.

    Returns:
        (quality, reason); the reason is one line for a person.
    """
    words = _length(paragraphs)
    head = " ".join(filter(None, (title, headline)))
    all_text = " ".join(visible)[:6_000]
    notice = _notice(head, words, all_text)
    if notice:
        return notice
    is_stated = says_article(linked, stated_type)
    if words < BRIEF and _NEEDS_SCRIPT.search(" ".join(paragraphs)):
        return "empty", "the page shows its text to JavaScript only"
    if words == 0:
        is_front = links > INDEX_LINKS and not is_stated
        return ("index", f"{links} links, no text") if is_front else ("empty", "no body text was found")
    if _is_live(linked, headline, paragraphs):
        return "live", "a live blog by its own type or headline"
    return _article_or_less(words, all_text, linked, links, paragraphs, is_stated=is_stated)


def _article_or_less(
    words: int,
    all_text: str,
    linked: Linked | None,
    links: int,
    paragraphs: Sequence[str],
    *,
    is_stated: bool,
) -> tuple[Quality, str]:
    if words < STUB and ((linked and linked.paywalled) or _offers(all_text, paragraphs)):
        return "stub", f"{words} words before a paywall"
    sentences = 0 if is_stated else sum(map(_is_sentence, paragraphs))
    if not is_stated and links > INDEX_LINKS and sentences * 4 < len(paragraphs):
        return "index", f"{links} links, few sentences"
    if words < BRIEF and not is_stated and not sentences:
        return "stub", f"only {words} words"
    return "article", f"{words} words"


def _offers(all_text: str, paragraphs: Sequence[str]) -> bool:
    """Whether a page, or the end of its copy, offers the rest to subscribers."""
    return any(_PAYWALL.search(text) for text in (all_text, " ".join(paragraphs[-2:])))
