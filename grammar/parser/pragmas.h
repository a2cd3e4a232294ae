#pragma once

namespace nexus::grammar {

class Builder;

/// Warns of each comment `# nexus: …` that silences nothing.
void check_pragmas(Builder& b);

}  // namespace nexus::grammar
