// Never compiled: cargo wants a target to exist before it fetches what Cargo.toml names.
