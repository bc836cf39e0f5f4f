"""Two texts compared: paragraphs aligned, sentences inside them, words, classes and weights."""
