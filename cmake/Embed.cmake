# cmake -DROOT=… "-DFILES=a|b" -DHEADER=… -DNAMESPACE=… -DTYPE=… -DFUNCTION=… -DOUTPUT=… -P Embed.cmake
# Writes a C++ file that defines FUNCTION of HEADER: the paths (relative to ROOT) and texts of FILES, each in a TYPE.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" text)
  string(FIND "${text}" ")NEXUS\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${ROOT}/${file} contains the delimiter )NEXUS\"")
  endif()
  string(APPEND entries "    {\"${file}\", R\"NEXUS(${text})NEXUS\"sv},\n")
endforeach()
list(LENGTH FILES count)
file(WRITE "${OUTPUT}" "// Written by cmake/Embed.cmake.
#include \"${HEADER}\"

#include <array>
#include <string_view>

namespace ${NAMESPACE} {

namespace {
using namespace std::string_view_literals;
constexpr std::array<${TYPE}, ${count}> files{{
${entries}}};
}  // namespace

std::span<const ${TYPE}> ${FUNCTION}() { return files; }

}  // namespace ${NAMESPACE}
")
