// Threads that share the items of one operation.
#pragma once
#include <cstdint>
#include <functional>

namespace layerloom {

/** How many threads share an operation from now on, the one that asks among them; at least 1. */
void set_threads(int threads);

/** Multiply-adds from which it pays to wake a thread: they take some 20 microseconds, as that does. */
constexpr int64_t kWorthSharing = 1000000;

/** How many threads are worth waking for so many multiply-adds. */
int threads_for(int64_t work);

/**
 * Computes every item once, in whatever order, and returns when all are done. Little work, by its multiply-adds, is not shared out. While one
 * operation is, others that come from other threads are computed by those alone.
 */
void share(int64_t items, int64_t work, const std::function<void(int64_t)>& compute);

}  // namespace layerloom
