"""The file: tables, the read-only reader, units of work, the journal, backups, migrations."""
