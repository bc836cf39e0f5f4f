"""writethru: follows wire stories across the outlets that run them."""

__version__ = "0.1.0"
