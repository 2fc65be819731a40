#include <atomic>

#include "loops.h"

namespace layerloom {

extern const Loops loops_plain;
#if defined(__x86_64__)
extern const Loops loops_avx2;
extern const Loops loops_avx512;
#endif

std::vector<const Loops*> usable_loops() {
  std::vector<const Loops*> usable;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    usable.push_back(&loops_avx512);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) usable.push_back(&loops_avx2);
#endif
  usable.push_back(&loops_plain);
  return usable;
}

namespace {

std::atomic<const Loops*>& used() {
  static std::atomic<const Loops*> loops{usable_loops().front()};
  return loops;
}

}  // namespace

const Loops& loops() { return *used(); }

bool use_loops(const std::string& instructions) {
  for (const Loops* each : usable_loops()) {
    if (instructions != each->instructions) continue;
    used() = each;
    return true;
  }
  return false;
}

}  // namespace layerloom
