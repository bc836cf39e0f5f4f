"""What is asked when: feeds, pages, and whose turn comes first. Pure: the clock's reading is an argument."""
