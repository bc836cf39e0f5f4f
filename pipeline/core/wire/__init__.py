"""Wire files (NewsML-G2, NewsML 1.2, NITF, ninjs, Jimi, ANPA 1312, IPTC 7901) → items."""
