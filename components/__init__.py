"""What draws: the frame around every page, and the pieces a page composes."""
