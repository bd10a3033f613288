"""Hostile text: in every text field, by every way in, out through every output."""
