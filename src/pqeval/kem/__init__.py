"""KEMs as a plain library: `get(name)`, then `keygen`, `encaps`, `decaps`."""
