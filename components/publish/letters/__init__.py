"""What became of a contributor's words, as a letter to it."""
