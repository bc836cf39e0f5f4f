"""Text, names and addresses in the form in which they are compared."""
