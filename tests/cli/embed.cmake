# Installs the build tree into a scratch prefix; configures, builds and runs examples/embed against it.
# cmake -DBUILD=… -DSOURCE=… -DCXX=… -DGENERATOR=… -P embed.cmake
set(scratch "${BUILD}/example-embed")
set(prefix "${scratch}/prefix")
file(REMOVE_RECURSE "${scratch}")

function(step)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(output "${output}" PARENT_SCOPE)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}: ${result}\n${output}")
  endif()
endfunction()

step("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}")
if(NOT EXISTS "${prefix}/include/nexus/nexus.h")
  message("skipped: this build tree installs no headers")
  return()
endif()
step("${CMAKE_COMMAND}" -S "${SOURCE}/examples/embed" -B "${scratch}/build" -G "${GENERATOR}"
  "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${CXX}" -DCMAKE_BUILD_TYPE=Release)
step("${CMAKE_COMMAND}" --build "${scratch}/build")

set(folder "${SOURCE}/examples/release-gate")
step("${scratch}/build/may_release" "${folder}/release.nexus" "${folder}/green.json")
if(NOT output MATCHES "^allow\n")
  message(FATAL_ERROR "on green.json: ${output}")
endif()
execute_process(COMMAND "${scratch}/build/may_release" "${folder}/release.nexus" "${folder}/failing.json"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 1 OR NOT output MATCHES "^block\n")
  message(FATAL_ERROR "on failing.json: ${result}\n${output}")
endif()
