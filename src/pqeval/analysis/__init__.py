"""What it means: estimates with intervals and comparisons with verdicts; pure functions."""
