"""What the sheet does not say because everybody knows it: countries, their sections and where they are."""
