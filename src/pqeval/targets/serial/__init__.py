"""Boards at the end of a serial line: the same firmware mains, with a UART in the emulator's place."""
