"""Reading files into checked rows."""
