"""The Cortex-M targets: firmware on an emulated core, without a board."""
