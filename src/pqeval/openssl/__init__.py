"""The one door to an OpenSSL of our own choice: which one, how it is built, what it offers.

Not to be confused with the OpenSSL inside the package `cryptography`, which is reached through Python.
"""
