"""What a page says in meta elements, in all common dialects, and its canonical addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipeline.core.normalise.text import tidy

if TYPE_CHECKING:
    from pipeline.core.extract.page import HtmlPage

MAX_META = 400
# In order of trust. Names are compared in lower case.
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "bt:pubdate", "datepublished", "rnews:datepublished", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish-date", "publishdate", "publish_date",
    "publication_date", "publicationdate", "pubdate", "article_date_original", "originalpublicationdate",
    "article:publicationdate", "dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.created",
    "dc.date.created", "dc.created", "dcterms.date", "dc.date", "vr:published_time",
    "shareaholic:article_published_time", "iso-8601-publish-date", "release_date", "published_time",
    "published", "published-date", "displaydate", "article.published", "article:create_at", "datecreated",
    "date_published", "og:pubdate", "pub_date", "article-publication-date", "article_publication_date",
    "publisheddate", "creation_date", "date.release", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "article:modified", "og:updated_time",
    "og:modified_time", "datemodified", "bt:moddate", "article:updated_time", "article:updated",
    "dcterms.modified", "dc.date.modified", "dc.modified", "article_date_updated", "modified_time",
    "lastmodifieddate", "last-modified", "lastmod", "updated_time", "date_modified", "iso-8601-modified-date",
    "modificationdate", "revised", "parsely-mod-date", "date.updated",
)  # fmt: skip
AUTHOR = (
    "article:author_name", "parsely-author", "sailthru.author", "author", "byl", "dc.creator",
    "dcterms.creator", "cxenseparse:author", "article:author", "og:article:author", "authors", "rbauthors",
    "vr:author", "bt:author", "twitter:creator:name",
)  # fmt: skip
TITLE = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "title",
    "hdl",
    "headline",
)
SITE = (
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "article:publisher_name",
)
WRITTEN_BY = re.compile(
    r"written by|author|by|verfasst von|autor(?:in)?|von|écrit par|auteur|par|escrito por|por|scritto da|autore|"
    r"di|geschreven door|door",
    re.IGNORECASE,
)
DECK = ("og:description", "twitter:description", "description", "sailthru.description", "dc.description")
CMS = (
    "parsely-post-id", "article_id", "articleid", "article-id", "content_id", "contentid",
    "cxenseparse:recs:articleid", "post_id", "postid", "brightspot.contentid", "sailthru.articleid",
    "vr:contentid", "story_id", "ob_article_id", "bt:id",
)  # fmt: skip
SOURCE = (
    "syndication-source", "original-source", "source", "news_source", "article:publisher_name", "dc.source",
    "provider", "article:provider", "copyright", "dc.rights", "rights", "syndicator",
)  # fmt: skip
_PATH_ID = (
    re.compile(r"[-_./](?:id|a|art|article|story|news|n|c)?[-_.]?(\d{6,12})(?:\.\w{3,5})?/?$"),
    re.compile(r"/(\d{6,12})/"),
    re.compile(r"[-/.](\d\.\d{6,9})/?$"),
    re.compile(
        r"[-/]([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})(?:\.\w{3,5})?/?$"
    ),
)


@dataclass(frozen=True, slots=True)
class Meta:
    """The meta elements of a page: name → contents, in order."""

    values: dict[str, tuple[str, ...]]
    canonical: str | None
    og_url: str | None

    def all(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        """(name, content) in the order of the names."""
        return [(n, v) for n in names for v in self.values.get(n, ())]

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first content under any of the names, in their order."""
        return next((v for _, v in self.all(names)), None)

    def labelled(self, label: re.Pattern[str]) -> list[list[str]]:
        """The contents of card fields ("twitter:data1") whose label ("twitter:label1") is of that kind."""
        return [
            list(self.values.get(name.replace("label", "data"), ()))
            for name, labels in self.values.items()
            if name.startswith("twitter:label") and any(label.fullmatch(v.strip(" :")) for v in labels)
        ]


def _absolute(href: str | None, address: str | None) -> str | None:
    """An absolute http address, or None. A canonical that is only a home page says nothing."""
    if not href:
        return None
    try:
        full = urljoin(address or "", href.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    return (
        full[:2_000]
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query)
        else None
    )


def read(page: HtmlPage, address: str | None) -> Meta:
    """The meta elements and canonical addresses of a page. Relative addresses are resolved against its own."""
    values: dict[str, list[str]] = {}
    for node in page.tree.iter("meta"):
        content = tidy(node.get("content") or node.get("value") or "")[:2_000]
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (node.get(attribute) or "").strip().lower()
            if name and content and len(values) < MAX_META:
                values.setdefault(name, []).append(content)
    canonical = next(
        (
            n.get("href")
            for n in page.tree.iter("link")
            if "canonical" in (n.get("rel") or "").lower().split()
        ),
        None,
    )
    frozen = {name: tuple(contents) for name, contents in values.items()}
    og = next(iter(frozen.get("og:url", ())), None)
    return Meta(frozen, _absolute(canonical, address), _absolute(og, address))


def cms_id(meta: Meta | None, url: str | None) -> str | None:
    """The content system's id of an article: from meta, else a number or UUID in the URL's path. None if not clear."""
    stated = meta.first(CMS) if meta else None
    if stated and 3 <= len(stated) <= 64 and " " not in stated:  # noqa: PLR2004 - ids, not words
        return stated
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    for pattern in _PATH_ID:
        found = pattern.search(path)
        if found and not re.fullmatch(r"(?:19|20)\d{6}", found[1]):
            return found[1]
    return None
