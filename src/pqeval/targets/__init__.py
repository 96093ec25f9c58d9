"""Where cases run; one module or package a target."""
