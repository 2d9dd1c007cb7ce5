"""Parts that several wings use."""
