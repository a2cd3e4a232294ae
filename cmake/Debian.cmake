# `cpack -G DEB` in the build tree: a Debian package of the command, with its manual pages and completions. What programs need that
# embed Nexus is installed by `cmake --install`, and not in it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME nexus)
set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")  # as Debian's own tools take it
if("$ENV{DEBEMAIL}" STREQUAL "")
  set(CPACK_PACKAGE_CONTACT "Nexus <nexus@localhost>")
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL command)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/debian/Finish.cmake")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME nexus)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)         # the zones that policies name
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libgvc6)     # loaded when a picture is drawn (report/graph/layout.h)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "decides releases by policies, on the command line and in CI")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "Teams write down when a phase of delivery may start, which quality gates must
hold and when a release is rolled back. Nexus judges a JSON snapshot of the
project by that, and says which condition failed, where, and what to do next.")

# For Finish.cmake.
set(CPACK_NEXUS_SOURCE "${PROJECT_SOURCE_DIR}")
set(CPACK_NEXUS_VERSION "${PROJECT_VERSION}")
include(CPack)
