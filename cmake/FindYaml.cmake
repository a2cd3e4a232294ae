# YAML events (Debian: libyaml-dev), by pkg-config. Gives Yaml::yaml.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(YAML_PC QUIET IMPORTED_TARGET yaml-0.1)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Yaml REQUIRED_VARS YAML_PC_LINK_LIBRARIES VERSION_VAR YAML_PC_VERSION)

if(Yaml_FOUND AND NOT TARGET Yaml::yaml)
  add_library(Yaml::yaml INTERFACE IMPORTED)
  set_target_properties(Yaml::yaml PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::YAML_PC)
endif()
