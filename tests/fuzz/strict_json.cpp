#include "tests/fuzz/strict_json.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace nexus::fuzz {

namespace {

/// nlohmann/json reads; names and levels are counted here.
class Judge final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override { return names_.back().insert(name).second; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    constexpr int number_overflow = 406;
    is_beyond_ = error.id == number_overflow;
    return false;
  }

  [[nodiscard]] bool is_beyond() const { return is_beyond_; }

 private:
  static constexpr std::size_t levels = 512;

  bool open() {
    names_.emplace_back();
    return names_.size() <= levels;
  }
  bool close() {
    names_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> names_;  // of each object that is open; of lists none
  bool is_beyond_ = false;
};

}  // namespace

Verdict strict_json(std::string_view text) {
  // To that library a zero byte is the end of the text.
  if (text.find('\0') != std::string_view::npos) return Verdict::no_json;
  Judge judge;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &judge)) return Verdict::json;
  return judge.is_beyond() ? Verdict::cannot_tell : Verdict::no_json;
}

}  // namespace nexus::fuzz
