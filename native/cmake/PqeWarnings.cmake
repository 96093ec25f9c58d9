# Warning flags for our own C; generated cffi sources are exempt, they are not ours to mend.
add_library(pqe_flags INTERFACE)
target_include_directories(pqe_flags INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/native/include")
target_compile_options(
  pqe_flags
  INTERFACE
    -Wall
    -Wextra
    -pedantic
    -Wconversion
    -Wsign-conversion
    -Wshadow
    -Wmissing-prototypes
    -Wstrict-prototypes
    -Wpointer-arith
    -Wredundant-decls
    -Wcast-qual
    -Wundef
    -Wvla
    -Wnull-dereference
    -Wformat=2)
if(PQE_WERROR)
  target_compile_options(pqe_flags INTERFACE -Werror)
endif()
if(PQE_SANITIZE)
  target_compile_options(pqe_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer -g)
  target_link_options(pqe_flags INTERFACE -fsanitize=address,undefined)
endif()
