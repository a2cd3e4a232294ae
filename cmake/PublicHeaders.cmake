# cmake -DROOT=… -DOUTPUT=… -P PublicHeaders.cmake
# Copies workspace/nexus.h to OUTPUT/nexus.h, and every header of the project that it includes, directly or not, to the
# same path below OUTPUT. Their includes of one another become <nexus/…>, so that a program that uses the library needs
# no include directory with names as general as base/ or engine/.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${OUTPUT}")
set(todo workspace/nexus.h)
set(done "")
while(todo)
  list(POP_FRONT todo header)
  if(header IN_LIST done)
    continue()
  endif()
  list(APPEND done "${header}")
  if(header STREQUAL "workspace/nexus.h")
    set(target "${OUTPUT}/nexus.h")
  else()
    set(target "${OUTPUT}/${header}")
  endif()

  file(STRINGS "${ROOT}/${header}" includes REGEX "^#include \"[^\"]+\"")
  list(TRANSFORM includes REPLACE "^#include \"([^\"]+)\".*" "\\1")
  list(APPEND todo ${includes})
  configure_file("${ROOT}/${header}" "${target}" COPYONLY)
  file(READ "${target}" text)
  string(REPLACE "#include \"workspace/nexus.h\"" "#include <nexus/nexus.h>" text "${text}")
  string(REGEX REPLACE "#include \"([^\"\n]+)\"" "#include <nexus/\\1>" text "${text}")
  file(WRITE "${target}" "${text}")
endwhile()
