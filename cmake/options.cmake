# Language level, warnings, hardening and the build variants that the presets choose.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(PORTICO_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize")
option(PORTICO_FUZZ "Build the fuzz targets (clang, libFuzzer)" OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
                    -Wimplicit-fallthrough -Werror -fstack-protector-strong
                    -Wno-missing-field-initializers)  # designated initialisers leave out what keeps its default
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside the standard library's and Boost's inlined code.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-D_FORTIFY_SOURCE=2 -g1)
endif()
if(PORTICO_SANITIZE)
  add_compile_options(-fsanitize=${PORTICO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PORTICO_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND PORTICO_SANITIZE MATCHES "thread")
    # GCC warns of fences, which the sanitizer does not see: Boost.Asio has some. No race is reported because of them.
    add_compile_options(-Wno-tsan)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang-14 cannot assemble coroutines with the check of function pointers' types.
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
if(PORTICO_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(PORTICO_MOLD mold)
if(PORTICO_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()
# One setting for libraries and programs alike, so that all can use the one precompiled header.
add_compile_options(-fPIE)
add_link_options(-pie -Wl,-z,relro,-z,now)

find_program(PORTICO_CCACHE ccache)
if(PORTICO_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=/ CCACHE_NOHASHDIR=1 ${PORTICO_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
