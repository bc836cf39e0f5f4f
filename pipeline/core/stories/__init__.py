"""Which versions are one story, which write-through each runs, and who is behind."""

# Raise it when the same facts come to other stories, numbers or changes: `doctor` asks for `reprocess` then.
DERIVATION = 4
