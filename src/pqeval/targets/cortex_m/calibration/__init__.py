"""Calibration: patterns of instructions on a board against the model, and the constants that explain them."""
