#pragma once

#include "engine/phase_graph.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A policy in words, for people who do not read code: what `nexus doc` writes. Plain data that owns itself; the texts in
/// it are as the policy has them, and whoever writes them into a notation escapes them.
namespace nexus::report::doc {

/// A stretch of a sentence.
struct Phrase {
  enum class Kind {
    words,
    code,   ///< a name of the policy or of the snapshot: `coverage.line`
    value,  ///< what something is compared with: `80%`
    level,  ///< what is asked for: `block`
    blank,  ///< in a message: what a run fills in
    source  ///< an expression as the policy writes it, where words would be longer than it
  };
  Kind kind = Kind::words;
  std::string text;
  std::string target = {};  ///< the anchor of a section of this document that says more; empty: none
};
using Sentence = std::vector<Phrase>;

/// A sentence, and what belongs below it: "all of these hold:" and each of them.
struct Statement {
  Sentence sentence;
  std::vector<Statement> parts = {};
};

/// What is said of a rule under a heading of its own: "If not" and what follows then.
struct Fact {
  std::string label;
  Statement statement;
};

/// One thing that is asked for, and all about it.
struct Demand {
  std::string anchor;
  std::string name;            ///< `floor`; empty where it has none of its own
  std::vector<Sentence> lead;  ///< what its author says of it
  Statement statement;
  std::vector<Fact> facts;
};

struct Paragraph {
  Sentence sentence;
};
struct Preformatted {
  std::string text;
};
struct Grid {
  std::vector<std::string> header;
  std::vector<std::vector<Sentence>> rows;  ///< each as wide as the header
  std::vector<std::string> anchors = {};    ///< of rows that are spoken of elsewhere; empty, or one a row
};

using Block =
    std::variant<Paragraph, Preformatted, std::vector<Statement>, std::vector<Fact>, Demand, Grid, engine::PhaseGraph>;

struct Section {
  std::string anchor;
  std::string kind;  ///< `gate`, `phase` …; empty where the title says enough
  std::string title;
  std::string name;  ///< what it is called in the policy; empty where that is nothing to know
  std::vector<Block> blocks = {};
  std::vector<Section> sections = {};
};

struct PolicyDocument {
  std::string title;
  std::vector<Block> blocks;  ///< before the first section
  std::vector<Section> sections;
};

/// The words of a sentence alone, without marks.
[[nodiscard]] std::string plain_text(const Sentence& sentence);

/// A document in one notation. The same document gives the same bytes.
using Render = std::string (*)(const PolicyDocument& document);

struct Format {
  std::string_view name;  ///< what `--format` takes
  Render render;
};
/// `markdown`, which is what one gets unless one says otherwise; `html`.
[[nodiscard]] const std::vector<Format>& formats();
[[nodiscard]] const Format* find_format(std::string_view name);

[[nodiscard]] std::string render_markdown(const PolicyDocument& document);
[[nodiscard]] std::string render_html(const PolicyDocument& document);

}  // namespace nexus::report::doc
