"""Pure leaf types: quarters, dates, keys, the vocabulary of the field. No I/O, no clock."""
