# The compiled extension; its functions are those of native/lightweight/ascon/ascon.h.
from typing import Any

ffi: Any
lib: Any
