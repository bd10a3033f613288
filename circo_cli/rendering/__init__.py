"""A result becomes a table, JSON, CSV or Markdown. The only place that prints."""
