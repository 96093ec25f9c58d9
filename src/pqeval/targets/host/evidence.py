"""Constant-time evidence on the host (placeholder)."""
