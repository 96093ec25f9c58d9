# The cffi extension over native/random; see native/random/random.h.
from typing import Any

ffi: Any
lib: Any
