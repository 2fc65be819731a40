// Vectors of the widest registers of a set of instructions. Included by what is compiled once for each set.
#pragma once
#include <cstdint>
#include <cstring>
#include <new>

namespace layerloom {
namespace {

// A product is computed in tiles of so many rows and vectors: as many as fit the registers beside what is read.
#if defined(__AVX512F__)
constexpr int kLanes = 16, kVectors = 2, kRows = 14;
#elif defined(__AVX2__)
constexpr int kLanes = 8, kVectors = 2, kRows = 6;
#elif defined(__aarch64__)
constexpr int kLanes = 4, kVectors = 4, kRows = 6;
#else
constexpr int kLanes = 4, kVectors = 2, kRows = 4;
#endif
constexpr int kColumns = kLanes * kVectors;

typedef float Lanes __attribute__((vector_size(kLanes * 4)));
typedef int32_t Whole __attribute__((vector_size(kLanes * 4)));
typedef float LanesInMemory __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));

#define LOOM_INLINE inline __attribute__((always_inline))

LOOM_INLINE Lanes load(const float* from) { return *reinterpret_cast<const LanesInMemory*>(from); }
LOOM_INLINE void store(float* to, Lanes value) { *reinterpret_cast<LanesInMemory*>(to) = value; }
/** The difference leaves every number as it is, and so costs nothing; a sum with 0 would turn -0 into 0 and be computed. */
LOOM_INLINE Lanes same(float value) { return value - Lanes{}; }

// None of the standard library's templates here: of those the linker keeps one copy, and the plain set might be left with one that has
// wider instructions than its processor.
LOOM_INLINE int64_t ceil_of(int64_t a, int64_t b) { return (a + b - 1) / b; }
LOOM_INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
LOOM_INLINE int64_t larger(int64_t a, int64_t b) { return a < b ? b : a; }
LOOM_INLINE void clear(float* numbers, int64_t size) { std::memset(numbers, 0, size * sizeof(float)); }
LOOM_INLINE void copy(float* to, const float* from, int64_t size) { std::memcpy(to, from, size * sizeof(float)); }

/** Some units of a row, at most as many as a vector has. Those beyond the last whole vector are read into, and written from, vectors filled up with 0. */
struct Units {
  int64_t begin, count;
  LOOM_INLINE bool whole() const { return count == kLanes; }
  LOOM_INLINE Lanes read(const float* row) const {
    if (whole()) return load(row + begin);
    float edge[kLanes] = {};
    copy(edge, row + begin, count);
    return load(edge);
  }
  LOOM_INLINE void write(float* row, Lanes value) const {
    if (whole()) return store(row + begin, value);
    float edge[kLanes];
    store(edge, value);
    copy(row + begin, edge, count);
  }
};

template <class Body>
LOOM_INLINE void each_unit(int64_t units, Body body) {
  int64_t begin = 0;
  for (; begin + kLanes <= units; begin += kLanes) body(Units{begin, kLanes});
  if (begin < units) body(Units{begin, units - begin});
}

/** So many floats as fill whole lines of the cache. */
LOOM_INLINE int64_t whole_lines(int64_t size) { return ceil_of(size, 16) * 16; }

/**
 * Scratch memory of the thread that asks, not cleared; the next one has the same. It is kept, as the system clears fresh memory page by
 * page.
 */
float* scratch(int64_t size) {
  constexpr std::align_val_t line{64};
  struct Kept {
    float* numbers = nullptr;
    int64_t size = 0;
    ~Kept() { operator delete[](numbers, line); }
  };
  thread_local Kept kept;
  if (kept.size < size) {
    operator delete[](kept.numbers, line);
    kept.numbers = nullptr;
    kept.size = 0;
    kept.numbers = static_cast<float*>(operator new[](size * sizeof(float), line));
    kept.size = size;
  }
  return kept.numbers;
}

}  // namespace
}  // namespace layerloom
