#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace nexus::cli {

/// How many threads independent work is spread over where nobody says: one a core that this process may use.
[[nodiscard]] inline std::size_t cores() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

/// Calls `work(worker, i)` once for every `i` below `count`, in any order, on at most `threads` threads. Each thread has a worker of
/// its own, made by `make_worker()` on that thread; with one thread that is the caller's. The first exception is thrown here, after all threads
/// have ended.
template <class MakeWorker, class Work>
void spread(std::size_t count, std::size_t threads, MakeWorker make_worker, Work work) {
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      auto worker = make_worker();
      for (std::size_t i = next++; i < count; i = next++) work(worker, i);
    } catch (...) {
      const std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t t = 1; t < std::min(threads, count); ++t) others.emplace_back(run);
  run();
  others.clear();  // joins
  if (failure) std::rethrow_exception(failure);
}

}  // namespace nexus::cli
