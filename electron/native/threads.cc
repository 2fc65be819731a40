#include "threads.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace layerloom {
namespace {

/** To sleep and be woken takes longer than a short wait does. */
template <class Condition>
void wait_a_little(Condition is_so) {
  for (int turn = 0; turn < 2000 && !is_so(); turn++) std::this_thread::yield();
}

/** What is shared out now. Helpers that wake late find a later one or none. */
struct Pool {
  std::mutex taken;
  std::mutex lock;
  std::condition_variable wake, done;
  std::vector<std::thread> helpers;
  std::atomic<int> wanted{1};

  const std::function<void(int64_t)>* compute = nullptr;
  int64_t items = 0;
  std::atomic<int64_t> next{0};
  std::atomic<uint64_t> round{0};
  /** Helpers that are computing; changed with the lock held. */
  std::atomic<int> busy{0};

  void work(const std::function<void(int64_t)>& mine) {
    for (int64_t item; (item = next.fetch_add(1)) < items;) mine(item);
  }

  /** What a helper does until the process ends. Of more helpers than are wanted now the later ones rest. */
  void help(int number) {
    uint64_t seen = 0;
    for (;;) {
      // The next operation often follows at once.
      wait_a_little([&] { return round.load(std::memory_order_relaxed) != seen; });
      const std::function<void(int64_t)>* mine;
      {
        std::unique_lock<std::mutex> held(lock);
        wake.wait(held, [&] { return round != seen; });
        seen = round;
        mine = compute;
        if (mine == nullptr || number >= wanted - 1) continue;
        busy++;
      }
      work(*mine);
      std::lock_guard<std::mutex> held(lock);
      if (--busy == 0) done.notify_one();
    }
  }
};

/** Never taken down: helpers may wait in it until the process ends. */
Pool& pool() {
  static Pool* const only = new Pool;
  return *only;
}

}  // namespace

void set_threads(int threads) { pool().wanted = threads < 1 ? 1 : threads; }

int threads_for(int64_t work) { return work < kWorthSharing ? 1 : pool().wanted.load(); }

void share(int64_t items, int64_t work, const std::function<void(int64_t)>& compute) {
  Pool& p = pool();
  std::unique_lock<std::mutex> mine(p.taken, std::defer_lock);
  if (threads_for(work) <= 1 || items <= 1 || !mine.try_lock()) {
    for (int64_t item = 0; item < items; item++) compute(item);
    return;
  }
  while (static_cast<int>(p.helpers.size()) < p.wanted - 1) p.helpers.emplace_back([&p, number = static_cast<int>(p.helpers.size())] { p.help(number); });
  {
    std::lock_guard<std::mutex> held(p.lock);
    p.compute = &compute;
    p.items = items;
    p.next = 0;
    p.round++;
  }
  p.wake.notify_all();
  p.work(compute);
  // The others are all but done.
  wait_a_little([&] { return p.busy.load(std::memory_order_relaxed) == 0; });
  std::unique_lock<std::mutex> held(p.lock);
  // Who has not begun by now finds nothing.
  p.compute = nullptr;
  p.done.wait(held, [&] { return p.busy == 0; });
}

}  // namespace layerloom
