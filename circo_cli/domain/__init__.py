"""The write side: the rules of the field, as ``verb_noun(session, *, …)`` on SQLModel objects."""
