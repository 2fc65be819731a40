// Threads that share the items of one operation.
#pragma once
#include <cstdint>
#include <functional>

namespace layerloom {

/** How many threads share an operation from now on, the one that asks among them; at least 1. */
void set_threads(int threads);
int threads();

/**
 * Computes every item once, in whatever order, and returns when all are done. While one operation is shared out, others that come from
 * other threads are computed by those alone.
 */
void share(int64_t items, const std::function<void(int64_t)>& compute);

}  // namespace layerloom
