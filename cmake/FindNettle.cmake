# Digests (Debian: nettle-dev), by pkg-config. Gives Nettle::nettle.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(NETTLE_PC QUIET IMPORTED_TARGET nettle)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Nettle REQUIRED_VARS NETTLE_PC_LINK_LIBRARIES VERSION_VAR NETTLE_PC_VERSION)

if(Nettle_FOUND AND NOT TARGET Nettle::nettle)
  add_library(Nettle::nettle INTERFACE IMPORTED)
  set_target_properties(Nettle::nettle PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::NETTLE_PC)
endif()
