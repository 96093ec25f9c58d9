"""Anyone's implementation: a folder of C or assembly with the NIST, SUPERCOP or PQClean interface."""
