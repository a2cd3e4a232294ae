# Run by cpack on what it has installed, before that becomes a package: what Debian wants of every package.
# CPACK_TEMPORARY_INSTALL_DIRECTORY is where it is, CPACK_NEXUS_SOURCE and CPACK_NEXUS_VERSION come from Debian.cmake.
file(GLOB root "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/command${CPACK_PACKAGING_INSTALL_PREFIX}")
if(NOT root)
  message(FATAL_ERROR "nothing is installed below ${CPACK_TEMPORARY_INSTALL_DIRECTORY}")
endif()
set(doc "${root}/share/doc/nexus")
file(MAKE_DIRECTORY "${doc}")

# Debian's zsh looks for what packages bring in a folder of its own.
file(RENAME "${root}/share/zsh/site-functions" "${root}/share/zsh/vendor-completions")

# The terms of the project, once it has some; none are invented here.
if(EXISTS "${CPACK_NEXUS_SOURCE}/LICENSE")
  configure_file("${CPACK_NEXUS_SOURCE}/LICENSE" "${doc}/copyright" COPYONLY)
else()
  file(WRITE "${doc}/copyright" "Nexus is the work of its authors. They have not declared a licence for it.\n")
endif()

if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(seconds "$ENV{SOURCE_DATE_EPOCH}")
else()
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY "${CPACK_NEXUS_SOURCE}" OUTPUT_VARIABLE seconds
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT seconds)
    string(TIMESTAMP seconds "%s" UTC)
  endif()
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C date -u -R -d "@${seconds}" OUTPUT_VARIABLE date
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(WRITE "${doc}/changelog" "nexus (${CPACK_NEXUS_VERSION}) unstable; urgency=medium

  * Version ${CPACK_NEXUS_VERSION}; NEWS.md.gz says what is in it.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
configure_file("${CPACK_NEXUS_SOURCE}/CHANGELOG.md" "${doc}/NEWS.md" COPYONLY)

file(GLOB pages "${root}/share/man/man1/*.1")
execute_process(COMMAND gzip -9nf ${pages} "${doc}/changelog" "${doc}/NEWS.md" COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE files "${doc}/*")
file(CHMOD ${files} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
