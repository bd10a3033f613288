"""The search index: what it holds of each thing, how it is kept, and how it is asked."""
