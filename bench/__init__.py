"""How long the dashboard takes, without a browser."""
