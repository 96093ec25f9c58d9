"""Write what CMake builds of the primitives: `generate.py OUTPUT_FOLDER PROJECT_FOLDER`.

From the manifests and the catalogue's sizes: a list of sources for CMake, the modes of operation of each
block cipher, the table of all functions, and the declarations for Python. A file that would not change is
left alone.
"""

import json
import sys
from pathlib import Path


def main(output: str, project: str) -> None:
    """Generate everything into `output` for the sources of `project`."""
    sys.path.insert(0, str(Path(project) / "src"))
    from pqeval.native.manifests import SHAPES, manifests, own_schemes  # noqa: PLC0415 - found by the path alone

    root, folder = Path(project) / "native", Path(output)
    own = own_schemes(root)
    sizes = _sizes(Path(project))
    ciphers = [one for one in own if one.shape == "block"]
    modes = {f"{one.scheme}_{one.variant.name}": _modes_of(one, own, sizes) for one in ciphers}
    for name, text in modes.items():
        _write(folder / f"modes_{name}.c", text)
    _write(folder / "table.c", _table(own, SHAPES))
    cdefs = [root / "lightweight/shapes.cdef", *sorted(root.glob("lightweight/*/*.cdef"))]
    _write(folder / "primitives.cdef", "\n".join(path.read_text(encoding="utf-8") for path in cdefs))
    headers = sorted({"lightweight/shapes.h", *(one.header for one in own)})
    sources = sorted({source for one in manifests(root) for v in one.variants for source in v.sources})
    lines = [
        _cmake("PQE_PRIMITIVE_SOURCES", [f"{root}/{source}" for source in sources]),
        _cmake(
            "PQE_PRIMITIVE_GENERATED", [f"{folder}/modes_{name}.c" for name in modes] + [f"{folder}/table.c"]
        ),
        _cmake("PQE_PRIMITIVE_HEADERS", headers),
    ]
    _write(folder / "primitives.cmake", "".join(lines))


def _sizes(project: Path) -> dict[str, dict[str, int]]:
    files = (project / "src/pqeval/catalogue/data/lightweight").glob("*.json")
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {scheme["id"]: scheme["sizes"] for content in contents for scheme in content["schemes"]}


def _modes_of(cipher, own, sizes) -> str:  # noqa: ANN001 - the type is found by the path alone
    """The modes of one cipher in one variant."""
    if cipher.scheme not in sizes:
        sys.exit(f"{cipher.scheme} has no entry in src/pqeval/catalogue/data/lightweight: add it")
    lines = [
        "/* SPDX-License-Identifier: MIT */",
        f'#include "{cipher.header}"',
        f"#define PQE_CIPHER {cipher.prefix}",
        f"#define PQE_CIPHER_KEY_BYTES {sizes[cipher.scheme]['key_bytes']}",
        f"#define PQE_CIPHER_BLOCK_BYTES {sizes[cipher.scheme]['block_bytes']}",
        f"#define PQE_CIPHER_BLOCKS {cipher.variant.blocks}",
    ]
    for one in own:
        if one.cipher == cipher.scheme and one.variant.name == cipher.variant.name:
            name = f"PQE_{one.mode.upper()}"
            lines += [f"#define {name} {one.prefix}", f'#include "lightweight/modes/{one.mode}.h"']
    return "\n".join([*lines, "typedef int pqe_not_empty;", ""])


def _table(own, shapes) -> str:  # noqa: ANN001 - likewise
    """The table of all functions; the compiler checks the type of each."""
    lines = ["/* SPDX-License-Identifier: MIT */"]
    lines += [
        f'#include "{header}"' for header in sorted({"lightweight/shapes.h", *(one.header for one in own)})
    ]
    rows = []
    for one in own:
        if one.mode:
            lines.append(f"PQE_DECLARE_{one.shape.upper()}({one.prefix});")
        if one.shape == "block":
            lines += _adapters(one.prefix)
        size = f"sizeof({one.prefix}_key)" if one.shape == "block" else "0"
        for verb in shapes[one.shape]:
            name = f"{one.prefix}_{verb}"
            function = f"any_{name}" if one.shape == "block" else name
            rows.append(f'    {{"{name}", {{.{one.shape}_{verb} = {function}}}, {size}}},')
    lines += ["const pqe_primitive pqe_primitives[] = {", *rows, "};"]
    lines.append("const size_t pqe_primitives_count = sizeof pqe_primitives / sizeof pqe_primitives[0];")
    return "\n".join([*lines, ""])


def _adapters(prefix: str) -> list[str]:
    """A block cipher's functions as the shape has them: the expanded key without its type."""
    lines = [
        f"static void any_{prefix}_key_schedule(void *schedule, const uint8_t *key) {{",
        f"    {prefix}_key_schedule(schedule, key);",
        "}",
    ]
    for verb in ("encrypt", "decrypt"):
        lines += [
            f"static void any_{prefix}_{verb}(const void *schedule, uint8_t *out, const uint8_t *in,",
            "                       size_t blocks) {",
            f"    {prefix}_{verb}(schedule, out, in, blocks);",
            "}",
        ]
    return lines


def _cmake(name: str, values: list[str]) -> str:
    return f"set({name}\n" + "".join(f'  "{value}"\n' for value in values) + ")\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
