# Google's regular expressions (Debian: libre2-dev), by pkg-config: it knows the Abseil libraries which newer versions
# need. Gives RE2::re2.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(RE2_PC QUIET IMPORTED_TARGET re2)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RE2 REQUIRED_VARS RE2_PC_LINK_LIBRARIES VERSION_VAR RE2_PC_VERSION)

if(RE2_FOUND AND NOT TARGET RE2::re2)
  add_library(RE2::re2 INTERFACE IMPORTED)
  set_target_properties(RE2::re2 PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::RE2_PC)
endif()
