# Line editing at a terminal (Debian: libedit-dev), by pkg-config. Gives LibEdit::edit.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(LIBEDIT_PC QUIET IMPORTED_TARGET libedit)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibEdit REQUIRED_VARS LIBEDIT_PC_LINK_LIBRARIES VERSION_VAR LIBEDIT_PC_VERSION)

if(LibEdit_FOUND AND NOT TARGET LibEdit::edit)
  add_library(LibEdit::edit INTERFACE IMPORTED)
  set_target_properties(LibEdit::edit PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::LIBEDIT_PC)
endif()
