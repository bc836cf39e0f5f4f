"""Which versions are one story, which write-through each runs, and who is behind."""
