"""Every error that pqeval raises on purpose; each message names what was wrong and the remedy."""

from __future__ import annotations

__all__ = [
    "BuildError",
    "CatalogueError",
    "CommandError",
    "CryptoError",
    "FactsError",
    "InstructionLimit",
    "InvalidPublicKey",
    "InvalidSignature",
    "InvalidTag",
    "LengthError",
    "LibraryError",
    "NotComparable",
    "PartError",
    "PlanError",
    "PqevalError",
    "ProviderError",
    "RecordError",
    "TargetError",
    "TargetTimeout",
    "UnsupportedScheme",
    "WireError",
]


class PqevalError(Exception):
    """Root of all deliberate errors; the command line prints it without a traceback."""


class CatalogueError(PqevalError):
    """A fact is missing, contradicts another, or differs from what a library says of itself."""


class FactsError(PqevalError):
    """A fact or an input of a decision is malformed, out of range or refers to nothing; names its place."""


class PlanError(PqevalError):
    """A selection or plan asks for something that does not exist or that its target cannot measure."""


class LibraryError(PqevalError):
    """liboqs (or another library) cannot be provided, or is not the one that was chosen."""


class TargetError(PqevalError):
    """A target could not do what it was asked."""


class PartError(TargetError):
    """There is no such part, or a part file is not one."""


class BuildError(TargetError):
    """A native build failed; carries the command's output."""


class CommandError(BuildError):
    """A child process failed: `command`, `returncode`, `stdout` and `stderr` are kept."""

    def __init__(self, command: list[str], returncode: int, stdout: str, stderr: str) -> None:
        self.command = command
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr
        tail = "\n".join((stderr or stdout).strip().splitlines()[-20:])
        super().__init__(f"`{' '.join(command)}` ended with code {returncode}:\n{tail}")


class TargetTimeout(TargetError):
    """A case did not finish within its time limit."""


class InstructionLimit(TargetTimeout):
    """An operation was stopped because it needs more instructions than the plan allows."""


class WireError(TargetError):
    """A worker, an emulator or a board said something that the protocol does not allow."""


class RecordError(PqevalError):
    """A run file, journal or record is malformed, truncated or of an unknown schema version."""


class NotComparable(PqevalError):
    """Two results were produced under conditions that must not be compared; names the conditions."""


class CryptoError(PqevalError):
    """A cryptographic operation refused its input."""


class LengthError(CryptoError):
    """An argument has the wrong length; names argument, expected and actual length in bytes."""

    def __init__(self, argument: str, expected: str | int, actual: int) -> None:
        self.argument = argument
        self.expected = expected
        self.actual = actual
        super().__init__(f"{argument} must be {expected} bytes long, but is {actual} bytes long")


class InvalidPublicKey(CryptoError):
    """A public key has the right length but is not a valid encoding."""


class InvalidTag(CryptoError):
    """Authenticated decryption refused the ciphertext; nothing was released."""


class InvalidSignature(CryptoError):
    """The signature does not verify for this message and public key."""


class UnsupportedScheme(CryptoError):
    """No provider on this machine offers the scheme; names the providers that were asked."""


class ProviderError(CryptoError):
    """The library behind a provider failed although its input was acceptable."""
