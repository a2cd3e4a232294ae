# The headers of Graphviz's libraries (Debian: libgraphviz-dev), by pkg-config. Gives Graphviz::headers: the libraries
# themselves are loaded when something is drawn (report/graph/layout.h).
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(GRAPHVIZ_PC QUIET libgvc libcgraph)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Graphviz REQUIRED_VARS GRAPHVIZ_PC_FOUND VERSION_VAR GRAPHVIZ_PC_libgvc_VERSION)

if(Graphviz_FOUND AND NOT TARGET Graphviz::headers)
  add_library(Graphviz::headers INTERFACE IMPORTED)
  # SYSTEM: its warnings are not ours.
  target_include_directories(Graphviz::headers SYSTEM INTERFACE ${GRAPHVIZ_PC_INCLUDE_DIRS})
endif()
