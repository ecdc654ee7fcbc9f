# Warnings, sanitizers, linker: what every target of the house is built with.
option(MEDAL_BENCH "Build the micro-benchmarks of bench/" OFF)
option(MEDAL_FUZZ "Build the libFuzzer targets of tests/fuzz (needs clang)" OFF)
set(MEDAL_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (address,undefined or thread)")

find_program(MEDAL_CCACHE ccache)
if(MEDAL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # base_dir and no directory in the hash: a checkout in another folder hits the same cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${MEDAL_CCACHE})
endif()

find_program(MEDAL_MOLD mold)
if(MEDAL_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

if(MEDAL_SANITIZE)
  add_compile_options(-fsanitize=${MEDAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MEDAL_SANITIZE})
endif()

if(MEDAL_FUZZ)
  # Every library is instrumented, so that the fuzzer sees which branches an input reaches.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)

add_library(medal_warnings INTERFACE)
target_compile_options(medal_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
