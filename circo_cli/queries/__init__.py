"""The read side: SQL over the views, frozen rows out. No ORM."""
