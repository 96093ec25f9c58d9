# pqe_extension(<dotted module> CDEF <file> INCLUDE <header>... LINK <target>...)
#
# Builds a cffi extension in API mode: the cdef file is what Python sees, the headers are what the C
# compiler checks it against.
if(SKBUILD)
  find_package(Python REQUIRED COMPONENTS Interpreter Development.Module)
endif()

function(pqe_extension module)
  if(NOT SKBUILD)
    return()
  endif()
  cmake_parse_arguments(ARG "" "CDEF" "INCLUDE;LINK" ${ARGN})
  string(REPLACE "." ";" parts "${module}")
  list(POP_BACK parts leaf)
  list(JOIN parts "/" folder)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${leaf}.c")
  get_filename_component(cdef "${ARG_CDEF}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${Python_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/native/cmake/generate_cffi.py" "${module}"
            "${cdef}" "${source}" ${ARG_INCLUDE}
    DEPENDS "${cdef}" "${PROJECT_SOURCE_DIR}/native/cmake/generate_cffi.py"
    VERBATIM)
  python_add_library(${leaf} MODULE WITH_SOABI "${source}")
  target_link_libraries(${leaf} PRIVATE ${ARG_LINK})
  target_include_directories(${leaf} PRIVATE "${PROJECT_SOURCE_DIR}/native/include"
                                             "${CMAKE_CURRENT_SOURCE_DIR}")
  install(TARGETS ${leaf} DESTINATION "${folder}")
endfunction()
