"""Which versions are one story, which write-through each runs, and who is behind."""

DERIVATION = 2  # raise it when the same facts come to other stories, numbers or changes: `doctor` asks for `reprocess`
