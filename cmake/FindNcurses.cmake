# Drawing on a terminal, with wide characters (Debian: libncurses-dev), by pkg-config. Gives Ncurses::ncurses. Its compiler flags are
# left out: they choose features that g++ and clang++ have chosen already.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(NCURSES_PC QUIET ncursesw)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Ncurses REQUIRED_VARS NCURSES_PC_LINK_LIBRARIES VERSION_VAR NCURSES_PC_VERSION)

if(Ncurses_FOUND AND NOT TARGET Ncurses::ncurses)
  add_library(Ncurses::ncurses INTERFACE IMPORTED)
  set_target_properties(Ncurses::ncurses PROPERTIES INTERFACE_LINK_LIBRARIES "${NCURSES_PC_LINK_LIBRARIES}")
endif()
