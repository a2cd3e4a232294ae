# How every translation unit of the project is compiled; never exported.
add_library(nexus_flags INTERFACE)

target_compile_options(nexus_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-qual -Wcast-align -Wextra-semi -Wdouble-promotion -Wformat=2)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # clang before 19 calls a variadic macro without variadic arguments an extension even in C++20.
  target_compile_options(nexus_flags INTERFACE -Wno-gnu-zero-variadic-macro-arguments)
else()
  target_compile_options(nexus_flags INTERFACE -Wduplicated-cond -Wduplicated-branches -Wlogical-op)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
    target_compile_options(nexus_flags INTERFACE -Wno-restrict)  # GCC bug 105651: false alarms on std::string
  endif()
endif()
if(NEXUS_WERROR)
  target_compile_options(nexus_flags INTERFACE -Werror)
endif()

# NEXUS_VERIFY is 1 where verify(x) runs after each stage.
if(NEXUS_CHECKS)
  target_compile_options(nexus_flags INTERFACE -UNDEBUG)
  target_compile_definitions(nexus_flags INTERFACE NEXUS_VERIFY=1 _GLIBCXX_ASSERTIONS)
else()
  target_compile_definitions(nexus_flags INTERFACE NEXUS_VERIFY=0)
endif()

if(NEXUS_SANITIZE)
  add_compile_options(-fsanitize=${NEXUS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NEXUS_SANITIZE})
endif()

if(NEXUS_COVERAGE)
  # Tests run side by side and in threads, and all of them count into the same files.
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
