"""A feed's bytes → its entries; lists of feeds as OPML."""
