# The compiled extension: the functions of native/lightweight/shapes.h and of the primitives' headers.
from typing import Any

ffi: Any
lib: Any
