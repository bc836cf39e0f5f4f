"""The pure core: no clock, network, files, database or logging."""
