"""The liboqs library: where it comes from, how it is built, loaded, asked and checked."""
