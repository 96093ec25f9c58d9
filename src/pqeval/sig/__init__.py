"""Signatures as a plain library: `get(name)`, then `keygen`, `sign`, `verify`."""
