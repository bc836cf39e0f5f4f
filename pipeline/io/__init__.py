"""One outside thing a module: network, archive, database, files of the user."""
