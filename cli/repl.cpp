#include "cli/repl.h"

#include "cli/terminal.h"

namespace nexus::cli {

int run_repl(const ReplArguments& arguments) {
  playground::ReplRequest request = arguments.request;
  request.colour = colour_of_results(arguments.colour);
  return playground::run_repl(request);
}

}  // namespace nexus::cli
