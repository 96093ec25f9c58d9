"""One module a provider; a new module with a `PROVIDER` is found without being registered."""
