"""The door: one small module a command; wiring only."""
