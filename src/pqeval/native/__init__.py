"""Native sources, tools, child processes and the cache of what was built from them."""
