# Read at the end of liboqs's project(): that turns position-independent code on for every target, and only
# an empty option for it leaves the code as a firmware has it, without a table of addresses (.got).
set(CMAKE_C_COMPILE_OPTIONS_PIC "")
set(CMAKE_ASM_COMPILE_OPTIONS_PIC "")
