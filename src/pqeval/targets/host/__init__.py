"""The host target: this machine, measured by C loops in worker processes of their own."""
