"""Failures, problems and labels in words."""
