"""What is typed: one module a noun. Parse, call one function, return a result."""
