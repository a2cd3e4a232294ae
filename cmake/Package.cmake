# `cmake --install`: the command, the static libraries, <nexus/nexus.h>, and a package for find_package(nexus).
include(CMakePackageConfigHelpers)
set(NEXUS_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/nexus")

add_library(nexus_umbrella INTERFACE)
add_library(nexus::nexus ALIAS nexus_umbrella)
target_link_libraries(nexus_umbrella INTERFACE nexus_workspace)
set_target_properties(nexus_umbrella PROPERTIES EXPORT_NAME nexus)

get_property(exported GLOBAL PROPERTY NEXUS_EXPORTED_TARGETS)
install(TARGETS nexus_umbrella ${exported} EXPORT nexusTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT nexusTargets NAMESPACE nexus:: DESTINATION "${NEXUS_CMAKE_DIR}")
if(TARGET nexus)
  install(TARGETS nexus RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT command)
  # Its manual pages and completions, which it writes itself as soon as it is built.
  set(manual "${PROJECT_BINARY_DIR}/manual")
  install(DIRECTORY "${manual}/man1/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT command)
  install(DIRECTORY "${manual}/bash/" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT command)
  install(DIRECTORY "${manual}/zsh/" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" COMPONENT command)
  install(DIRECTORY "${manual}/fish/" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT command)
endif()
if(EXISTS "${PROJECT_SOURCE_DIR}/workspace/nexus.h")
  set(public_headers "${PROJECT_BINARY_DIR}/public/nexus")
  install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" \"-DROOT=${PROJECT_SOURCE_DIR}\" \"-DOUTPUT=${public_headers}\"
    -P \"${PROJECT_SOURCE_DIR}/cmake/PublicHeaders.cmake\" COMMAND_ERROR_IS_FATAL ANY)")
  install(DIRECTORY "${public_headers}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
endif()

configure_package_config_file(cmake/nexusConfig.cmake.in "${PROJECT_BINARY_DIR}/nexusConfig.cmake"
  INSTALL_DESTINATION "${NEXUS_CMAKE_DIR}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/nexusConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/nexusConfig.cmake" "${PROJECT_BINARY_DIR}/nexusConfigVersion.cmake"
  cmake/FindIntelDecimal.cmake cmake/FindNettle.cmake cmake/FindRE2.cmake
  DESTINATION "${NEXUS_CMAKE_DIR}")

# A program outside the project finds the installed package, links and runs.
get_target_property(type nexus_workspace TYPE)
if(BUILD_TESTING AND type STREQUAL "STATIC_LIBRARY" AND NOT NEXUS_SANITIZE AND NOT NEXUS_COVERAGE)
  add_test(NAME package.consumer COMMAND "${CMAKE_COMMAND}"
    "-DBUILD=${PROJECT_BINARY_DIR}" "-DSOURCE=${PROJECT_SOURCE_DIR}/cmake/consumer" "-DCXX=${CMAKE_CXX_COMPILER}"
    "-DGENERATOR=${CMAKE_GENERATOR}" -P "${PROJECT_SOURCE_DIR}/cmake/consumer/run.cmake")
  set_tests_properties(package.consumer PROPERTIES RESOURCE_LOCK install)  # an installation writes its manifest into the build tree
endif()

include(Debian)
