# ccache and lld wherever they are found; neither is needed.
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(NEXUS_CCACHE ccache)
  if(NEXUS_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${NEXUS_CCACHE}")
  endif()
endif()

# lld does not read g++'s LTO objects.
if(NOT (NEXUS_LTO AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld NEXUS_HAS_LLD)
  if(NEXUS_HAS_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

if(NEXUS_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT NEXUS_HAS_LTO OUTPUT NEXUS_LTO_PROBLEM LANGUAGES CXX)
  if(NEXUS_HAS_LTO)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-ffat-lto-objects)  # the installed archives are of use without LTO too
    endif()
  else()
    message(STATUS "no LTO: ${NEXUS_LTO_PROBLEM}")
  endif()
endif()
