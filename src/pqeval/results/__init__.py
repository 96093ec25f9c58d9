"""What we keep: run files, the journal, the published schema."""
