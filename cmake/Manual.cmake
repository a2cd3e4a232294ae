# cmake -DNEXUS=… -DOUTPUT=… -P Manual.cmake
# Lets the command write what is installed with it: nexus.1 and nexus-COMMAND.1 of every command, into OUTPUT/man1, and what makes
# shells complete its words, by the names they look for, into OUTPUT/<shell>.
cmake_minimum_required(VERSION 3.25)
function(write file)
  execute_process(COMMAND "${NEXUS}" ${ARGN} OUTPUT_FILE "${OUTPUT}/${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}/man1" "${OUTPUT}/bash" "${OUTPUT}/zsh" "${OUTPUT}/fish")
write(man1/nexus.1 --man)
# What may follow `nexus --man`: the commands, each with a tab and what it does behind it.
execute_process(COMMAND "${NEXUS}" --complete --man "" OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "(^|\n)[a-z]+" commands "${lines}")
list(TRANSFORM commands STRIP)
if(NOT commands)
  message(FATAL_ERROR "${NEXUS} names no commands")
endif()
foreach(command IN LISTS commands)
  write(man1/nexus-${command}.1 --man ${command})
endforeach()
write(bash/nexus completions bash)
write(zsh/_nexus completions zsh)
write(fish/nexus.fish completions fish)
