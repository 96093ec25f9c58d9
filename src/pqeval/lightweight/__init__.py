"""AEAD, hash and XOF as a plain library, over pqeval's own C and library baselines."""
