#pragma once

namespace nexus::base {
class DiagnosticSink;
}

namespace nexus::grammar {

class Builder;

/// Reports comments written as in other languages, each comment `# nexus: …` that silences nothing, and names of lints
/// that there are not.
void check_comments(Builder& b, base::DiagnosticSink& sink);

}  // namespace nexus::grammar
