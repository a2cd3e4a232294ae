# cmake -DROOT=… "-DFILES=a|b" -DOUTPUT=… -P Embed.cmake
# Writes a C++ file that holds the texts of FILES (paths relative to ROOT) for stdlib-policies/embedded.h.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" text)
  string(FIND "${text}" ")NEXUS\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${ROOT}/${file} contains the delimiter )NEXUS\"")
  endif()
  string(APPEND entries "    {\"${file}\", R\"NEXUS(${text})NEXUS\"},\n")
endforeach()
list(LENGTH FILES count)
file(WRITE "${OUTPUT}" "// Written by cmake/Embed.cmake.
#include \"stdlib-policies/embedded.h\"

#include <array>

namespace nexus::stdlib {

namespace {
constexpr std::array<EmbeddedFile, ${count}> files{{
${entries}}};
}  // namespace

std::span<const EmbeddedFile> embedded_files() { return files; }

}  // namespace nexus::stdlib
")
