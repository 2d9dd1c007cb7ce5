"""What leaves the screen: made of the same words, charts and figures."""
