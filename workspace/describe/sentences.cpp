#include "workspace/describe/sentences.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace nexus::workspace::describing {

namespace {

Sentence one(Phrase::Kind kind, std::string_view text, std::string target = {}) {
  return {{.kind = kind, .text = std::string(text), .target = std::move(target)}};
}

/// From here on a line of a comment is no prose, but what authors type.
constexpr std::size_t least_indent = 2;

}  // namespace

Sentence words(std::string_view text) { return text.empty() ? Sentence{} : one(Phrase::Kind::words, text); }
Sentence code(std::string_view name, std::string target) { return one(Phrase::Kind::code, name, std::move(target)); }
Sentence value(std::string_view text) { return one(Phrase::Kind::value, text); }
Sentence level(std::string_view name) { return one(Phrase::Kind::level, name); }

Sentence listed(const std::vector<Sentence>& items, std::string_view conjunction) {
  Sentence all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size() && conjunction != ",";
    const std::string between = i == 0 ? "" : is_last ? " " + std::string(conjunction) + " " : ", ";
    all = cat(std::move(all), between, items[i]);
  }
  return all;
}

Sentence capitalised(Sentence sentence) {
  if (!sentence.empty() && sentence.front().kind == Phrase::Kind::words && !sentence.front().text.empty()) {
    char& first = sentence.front().text.front();
    if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  }
  return sentence;
}

Statement capitalised(Statement statement) {
  statement.sentence = capitalised(std::move(statement.sentence));
  return statement;
}

Sentence with_code(std::string_view comment) {
  std::string one_line(comment);
  std::ranges::replace(one_line, '\n', ' ');
  std::string_view text = one_line;
  Sentence sentence;
  while (!text.empty()) {
    const std::size_t open = text.find('`'), close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) return cat(std::move(sentence), text);
    sentence = cat(std::move(sentence), text.substr(0, open), code(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  return sentence;
}

std::vector<report::doc::Block> paragraphs(std::string_view comment) {
  std::vector<report::doc::Block> blocks;
  std::string prose, listing;
  std::size_t indent = 0;  // of the listing's first line
  std::vector<Statement> items;
  const auto end_items = [&] {
    if (!items.empty()) blocks.emplace_back(std::exchange(items, {}));
  };
  const auto end_prose = [&] {
    const bool is_item = prose.starts_with("- ") || prose.starts_with("* ");
    if (is_item) {
      items.push_back({with_code(std::string_view(prose).substr(2)), {}});
    } else if (!prose.empty()) {
      end_items();
      blocks.emplace_back(report::doc::Paragraph{with_code(prose)});
    }
    prose.clear();
  };
  const auto end_listing = [&] {
    while (listing.ends_with('\n')) listing.pop_back();
    if (!listing.empty()) end_items();
    if (!listing.empty()) blocks.emplace_back(report::doc::Preformatted{listing});
    listing.clear();
  };
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find('\n'), comment.size());
    std::string_view line = comment.substr(0, end);
    comment.remove_prefix(std::min(end + 1, comment.size()));
    const std::size_t text = line.find_first_not_of(' ');
    if (text != std::string_view::npos && text >= least_indent && prose.empty()) {
      if (listing.empty()) indent = text;
      line.remove_prefix(std::min(text, indent));
      listing.append(line).append("\n");
    } else if (text == std::string_view::npos) {
      end_prose();
      if (!listing.empty()) listing += '\n';
    } else {
      end_listing();
      if (line.substr(text).starts_with("- ") || line.substr(text).starts_with("* ")) end_prose();
      prose.append(prose.empty() ? "" : " ").append(line.substr(text));
    }
  }
  end_prose();
  end_listing();
  end_items();
  return blocks;
}

std::string singular(std::string_view plural) {
  static constexpr std::array never{std::string_view("series"), std::string_view("news"), std::string_view("status")};
  static constexpr std::array<std::string_view, 6> hissing{"sses", "shes", "ches", "xes", "zes", "tuses"};
  const std::string all(plural);
  for (const std::string_view word : never)
    if (plural.ends_with(word)) return {};
  if (plural.size() > 4 && plural.ends_with("ies")) return all.substr(0, all.size() - 3) + "y";
  for (const std::string_view ending : hissing)
    if (plural.ends_with(ending)) return all.substr(0, all.size() - 2);
  const bool is_plural = plural.size() > 3 && plural.ends_with('s') && !plural.ends_with("ss") &&
                         !plural.ends_with("us") && !plural.ends_with("is");
  return is_plural ? all.substr(0, all.size() - 1) : std::string{};
}

std::string plural(std::string_view noun) {
  const std::string all(noun);
  if (noun.size() > 1 && noun.ends_with('y') &&
      std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos)
    return all.substr(0, all.size() - 1) + "ies";
  for (const std::string_view ending : {"s", "sh", "ch", "x", "z"})
    if (noun.ends_with(ending)) return all + "es";
  return all + "s";
}

std::string spaced(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

}  // namespace nexus::workspace::describing
