"""Write the C source of one cffi extension: generate_cffi.py MODULE CDEF OUTPUT HEADER..."""

import sys
from pathlib import Path

from cffi import FFI


def main(module: str, cdef: str, output: str, *headers: str) -> None:
    """Generate `output` for `module` from the declarations in `cdef`, checked against `headers`."""
    builder = FFI()
    builder.cdef(Path(cdef).read_text(encoding="utf-8"))
    builder.set_source(module, "\n".join(f'#include "{header}"' for header in headers))
    builder.emit_c_code(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
