# The compiled extension; its functions are those of native/timing.
from typing import Any

ffi: Any
lib: Any
