"""The steps of a run, each one call: read in, extract, locate, load, derive. `pipeline.run` puts them in order."""
