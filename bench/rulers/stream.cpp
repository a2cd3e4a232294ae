#include "bench/rulers/stream.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace nexus::bench {

namespace {

constexpr std::size_t chunk_size = std::size_t{256} << 10U;

/// Some whole lines of the stream.
struct Chunk {
  std::size_t number = 0;      // from 0
  std::size_t first_line = 1;  // counted from 1
  std::vector<char> memory;    // with padding behind the text
  std::size_t size = 0;
  [[nodiscard]] std::string_view text() const { return {memory.data(), size}; }
};

/// By looking for ends rather than at every byte: lines are long.
std::size_t count_lines(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) ++count;
  return count;
}

/// Cuts the stream into chunks, for whichever thread asks next.
class Source {
 public:
  explicit Source(int file) : file_(file) {}

  /// False at the end of the stream, and where it cannot be read.
  bool next(Chunk& chunk) {
    const std::lock_guard lock(mutex_);
    std::size_t end = 0, filled = rest_.size();
    chunk.memory.resize(std::max(chunk.memory.size(), std::max(chunk_size, 2 * filled) + ruler_padding));
    std::copy(rest_.begin(), rest_.end(), chunk.memory.begin());
    while (end == 0) {
      if (filled + ruler_padding == chunk.memory.size())
        chunk.memory.resize(2 * chunk.memory.size());  // a very long line
      const ssize_t got = ::read(file_, chunk.memory.data() + filled, chunk.memory.size() - ruler_padding - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) has_failed_ = true;
      if (got <= 0) {
        end = filled;
        break;
      }
      const std::string_view fresh(chunk.memory.data() + filled, static_cast<std::size_t>(got));
      if (const std::size_t newline = fresh.rfind('\n'); newline != std::string_view::npos) end = filled + newline + 1;
      filled += static_cast<std::size_t>(got);
    }
    rest_.assign(chunk.memory.begin() + static_cast<std::ptrdiff_t>(end),
                 chunk.memory.begin() + static_cast<std::ptrdiff_t>(filled));
    chunk.size = end;
    chunk.number = chunks_++;
    chunk.first_line = lines_ + 1;
    lines_ += count_lines(chunk.text());
    return end != 0 && !has_failed_;
  }
  [[nodiscard]] bool has_failed() const { return has_failed_; }

 private:
  int file_;
  std::mutex mutex_;
  std::vector<char> rest_;  // the beginning of a line whose end has not been read yet
  std::size_t chunks_ = 0, lines_ = 0;
  bool has_failed_ = false;
};

/// Writes results of chunks in the order of their numbers, whichever is ready first.
class Sink {
 public:
  explicit Sink(int file) : file_(file) {}

  void write(std::size_t number, std::string_view results) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return next_ == number; });
    while (!results.empty() && !has_failed_) {
      const ssize_t written = ::write(file_, results.data(), results.size());
      if (written > 0)
        results.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        has_failed_ = true;
    }
    ++next_;
    turn_.notify_all();
  }
  [[nodiscard]] bool has_failed() const { return has_failed_; }

 private:
  int file_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::size_t next_ = 0;
  std::atomic<bool> has_failed_ = false;
};

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20)
      out.append("\\u00") += digits[code >> 4U], out += digits[code & 15U];
    else if (c == '"' || c == '\\')
      out.append(1, '\\') += c;
    else
      out += c;
  }
  out += '"';
}

void append_result(std::string& out, std::size_t line, const Verdict& verdict) {
  out.append(R"({"line":)")
      .append(std::to_string(line))
      .append(R"(,"decision":")")
      .append(level_name(verdict.level))
      .append(R"(","messages":[)");
  for (const std::string& message : verdict.messages) {
    if (&message != &verdict.messages.front()) out += ',';
    append_json_string(out, message);
  }
  out += "]}\n";
}

void judge_lines(const Chunk& chunk, std::int64_t now, Ruler& ruler, Verdict& verdict, std::string& results) {
  std::string_view rest = chunk.text();
  for (std::size_t number = chunk.first_line; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (ruler.judge(line, now, verdict))
      append_result(results, number, verdict);
    else
      results.append(R"({"line":)")
          .append(std::to_string(number))
          .append(R"(,"error":"this is no JSON"})")
          .append("\n");
  }
}

}  // namespace

bool judge_stream(const StreamRequest& request) {
  Source source(request.in);
  Sink sink(request.out);
  const auto work = [&] {
    const std::unique_ptr<Ruler> ruler = request.make_ruler();
    Chunk chunk;
    Verdict verdict;
    std::string results;
    while (!sink.has_failed() && source.next(chunk)) {
      results.clear();
      judge_lines(chunk, request.now, *ruler, verdict, results);
      sink.write(chunk.number, results);
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < request.threads; ++i) others.emplace_back(work);
    work();
  }
  return !source.has_failed() && !sink.has_failed();
}

}  // namespace nexus::bench
