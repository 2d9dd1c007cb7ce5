"""What one would write instead: the same content from the usual pieces, to compare a full Bureau with."""
