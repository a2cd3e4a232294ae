#include "workspace/infer/names.h"

#include "base/values/text.h"
#include "base/values/utf8.h"
#include "workspace/typed_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace nexus::workspace::infer {

namespace {

// The characters of names, whatever the locale.
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  bool begins = true;
  char before = 0;
  for (const char c : name) {
    const bool is_part = is_lower(c) || is_upper(c) || is_digit(c);
    if (is_part && (begins || (is_upper(c) && is_lower(before)))) words.emplace_back();
    if (is_part) words.back() += lower(c);
    begins = !is_part;
    before = c;
  }
  return words;
}

std::string spaced(std::string_view name) {
  std::string text;
  for (const std::string& word : words_of(name)) text.append(text.empty() ? "" : " ").append(word);
  return text.empty() ? "value" : text;
}

bool has_any(const std::vector<std::string>& words, std::initializer_list<std::string_view> meant) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return std::ranges::find(meant, word) != meant.end(); });
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; });
}

std::string with_marks_escaped(std::string_view json) {
  std::string text;
  while (!json.empty()) {
    const base::Utf8Step step = base::utf8_step(json);
    const bool hides_direction =
        (step.scalar >= 0x202A && step.scalar <= 0x202E) || (step.scalar >= 0x2066 && step.scalar <= 0x2069);
    text += hides_direction ? fmt::format("\\u{:04x}", static_cast<std::uint32_t>(step.scalar))
                            : std::string(json.substr(0, step.length));
    json.remove_prefix(step.length);
  }
  return text;
}

std::string text_literal(std::string_view text) {
  std::string escaped;
  for (const char c : with_marks_escaped(base::quote_json(text))) {
    if (c == '{' || c == '}') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string field_name(std::string_view name) { return is_plain_name(name) ? std::string(name) : text_literal(name); }

std::string path_from(std::string_view variable, const std::vector<std::string>& steps) {
  std::string path(variable);
  for (const std::string& step : steps) path += "." + field_name(step);
  return path;
}

std::string path_from_root(const std::vector<std::string>& steps) {
  // Names that mean something else where they stand alone, or that an import of ours brings.
  static const std::set<std::string_view> other_meaning{"now", "snapshot", "previous", "history", "evidence"};
  const std::string& root = steps.front();
  if (!is_plain_name(root) || is_language_word(root) || other_meaning.contains(root))
    return path_from("snapshot", steps);
  return path_from(root, {steps.begin() + 1, steps.end()});
}

std::vector<std::string> steps_of(std::string_view pointer) {
  std::vector<std::string> steps;
  bool is_escape = false;
  for (const char c : pointer) {
    if (c == '/')
      steps.emplace_back();
    else if (c != '~')
      steps.back() += !is_escape ? c : c == '0' ? '~' : '/';
    is_escape = c == '~';
  }
  return steps;
}

std::string singular(std::string_view word) {
  const auto ends = [&](std::string_view end) { return word.size() > end.size() + 1 && word.ends_with(end); };
  if (ends("ies")) return std::string(word.substr(0, word.size() - 3)) + "y";
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) return std::string(word.substr(0, word.size() - 2));
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) return std::string(word.substr(0, word.size() - 1));
  return std::string(word);
}

std::string plain_name(std::string_view text, std::string_view fallback) {
  std::string name;
  for (const std::string& word : words_of(text)) name += (name.empty() ? "" : "_") + word;
  if (name.empty()) return std::string(fallback);
  if (is_digit(name.front()) || is_language_word(name)) name = std::string(fallback) + "_" + name;
  return name;
}

std::string unused_name(std::string wanted, std::set<std::string>& taken) {
  std::string name = wanted;
  for (int number = 2; !taken.insert(name).second; ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

std::string type_name(std::string_view field) {
  std::vector<std::string> words = words_of(field);
  if (words.empty() || is_digit(words.front().front())) words.insert(words.begin(), "record");
  words.back() = singular(words.back());
  std::string name;
  for (std::string& word : words) {
    word.front() = upper(word.front());
    name += word;
  }
  return name;
}

}  // namespace nexus::workspace::infer
