# nexus_library(<folder> [LINKS <folder>…] [USES <library>…] [HEADER_ONLY <library>…])
#
# The static library nexus_<folder> of every .cpp below the current folder. LINKS are folders below it; USES are
# third-party libraries that whoever links the static library must find again (cmake/nexusConfig.cmake.in);
# HEADER_ONLY ones are needed to compile it, and no more. A folder without sources becomes an INTERFACE library.
# The sources are globbed: whoever adds a file has nothing to register, and cmake looks again on every build.
function(nexus_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;USES;HEADER_ONLY")
  set(target nexus_${folder})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "*.h")
  list(TRANSFORM arg_LINKS PREPEND nexus_ OUTPUT_VARIABLE links)

  if(sources)
    add_library(${target} STATIC ${sources} ${headers})
    target_link_libraries(${target} PUBLIC ${links} PRIVATE $<BUILD_INTERFACE:nexus_flags> ${arg_USES})
    foreach(library IN LISTS arg_HEADER_ONLY)
      target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:${library}>)
    endforeach()
    nexus_precompile(${target})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${links})
    set(scope INTERFACE)
  endif()
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope}
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${folder})
  set_property(GLOBAL APPEND PROPERTY NEXUS_EXPORTED_TARGETS ${target})

  nexus_check_headers(${target} ${headers})
endfunction()

# Each header compiles alone: target check_headers, part of the dev preset's build. Headers under grammar/pegtl are left
# out: they belong to one translation unit and take seconds each.
add_custom_target(check_headers)
function(nexus_check_headers target)
  set(headers ${ARGN})
  list(FILTER headers EXCLUDE REGEX "/grammar/pegtl/")
  if(NOT headers)
    return()
  endif()
  add_library(${target}_headers INTERFACE)
  target_link_libraries(${target}_headers INTERFACE ${target} nexus_flags)
  target_sources(${target}_headers INTERFACE
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${headers})
  set_target_properties(${target}_headers PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  add_dependencies(check_headers ${target}_headers_verify_interface_header_sets)
endfunction()

function(nexus_precompile target)
  if(NEXUS_PCH)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <array> <cstdint> <map> <memory> <optional> <span> <string> <string_view> <variant> <vector>)
  endif()
endfunction()

# nexus_embed(<folder> FILES <file>… HEADER <header> NAMESPACE <namespace> TYPE <type> FUNCTION <function> OUTPUT <variable>)
#
# Writes a C++ file with the texts of FILES (relative to the folder), by path, for FUNCTION of HEADER; OUTPUT names it.
function(nexus_embed folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;NAMESPACE;TYPE;FUNCTION;OUTPUT" "FILES")
  list(SORT arg_FILES)
  list(TRANSFORM arg_FILES PREPEND "${folder}/" OUTPUT_VARIABLE paths)
  list(JOIN arg_FILES "|" files)
  set(embedded "${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp")
  add_custom_command(OUTPUT "${embedded}"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${folder}" "-DFILES=${files}" -DHEADER=${arg_HEADER} -DNAMESPACE=${arg_NAMESPACE}
      -DTYPE=${arg_TYPE} -DFUNCTION=${arg_FUNCTION} "-DOUTPUT=${embedded}" -P "${PROJECT_SOURCE_DIR}/cmake/Embed.cmake"
    DEPENDS ${paths} "${PROJECT_SOURCE_DIR}/cmake/Embed.cmake"
    COMMENT "Embedding ${folder}" VERBATIM)
  set(${arg_OUTPUT} "${embedded}" PARENT_SCOPE)
endfunction()
