"""The note for the Bureau as a PDF."""
