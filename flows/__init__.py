"""Prefect flows: what runs when, how often it is tried again, what is shown."""
