#include "playground/repl/commands.h"

namespace nexus::playground {

Reply example(Session& session, const std::string&) { return session.say("none yet"); }

}  // namespace nexus::playground
