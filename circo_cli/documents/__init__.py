"""What people read on paper or screen: built from queries, each format a pure function."""
