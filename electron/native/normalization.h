// Batch normalization of a matrix [rows, columns], whose columns are channels. Included by what is compiled once for each set.
#pragma once
#include "loops.h"
#include "vectors.h"

namespace layerloom {
namespace {

/** So many rows at a time stay in the nearest cache while all their columns are gone through. */
constexpr int64_t kRowsAtOnce = 32;

/**
 * Means and sums of squared differences from them, a few rows at a time and those joined: Chan, Golub and LeVeque, "Updating formulae and
 * a pairwise algorithm for computing sample variances" (1979). Nothing is lost where a mean is large beside the spread.
 */
void batch_moments(const BatchMoments& b, int64_t part) {
  const int64_t first = b.rows * part / b.parts, last = b.rows * (part + 1) / b.parts;
  float* const means = b.means + part * b.columns;
  float* const squares = b.squares + part * b.columns;
  clear(means, b.columns);
  clear(squares, b.columns);
  for (int64_t begin = first; begin < last; begin += kRowsAtOnce) {
    const int64_t count = smaller(kRowsAtOnce, last - begin);
    const float share = static_cast<float>(count) / (begin - first + count);
    const float weight = share * (begin - first);
    each_unit(b.columns, [&](Units u) {
      const float* const rows = b.x + begin * b.columns;
      Lanes sum = {}, spread = {};
      for (int64_t row = 0; row < count; row++) sum += u.read(rows + row * b.columns);
      const Lanes mean = sum * same(1.0f / count);
      for (int64_t row = 0; row < count; row++) {
        const Lanes off = u.read(rows + row * b.columns) - mean;
        spread += off * off;
      }
      const Lanes before = u.read(means), apart = mean - before;
      u.write(means, before + apart * same(share));
      u.write(squares, u.read(squares) + spread + apart * apart * same(weight));
    });
  }
}

void normalize_rows(const BatchNormalization& b, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; row++) {
    const int64_t at = row * b.columns;
    each_unit(b.columns, [&](Units u) {
      u.write(b.y + at, (u.read(b.x + at) - u.read(b.means)) * u.read(b.factors) + u.read(b.shifts));
    });
  }
}

/** Sums of the gradient, and of its products with how far the numbers are from their mean. */
void batch_slopes(const BatchSlopes& b, int64_t part) {
  const int64_t first = b.rows * part / b.parts, last = b.rows * (part + 1) / b.parts;
  float* const sums = b.sums + part * b.columns;
  float* const products = b.products + part * b.columns;
  clear(sums, b.columns);
  clear(products, b.columns);
  for (int64_t begin = first; begin < last; begin += kRowsAtOnce) {
    const int64_t end = smaller(begin + kRowsAtOnce, last);
    each_unit(b.columns, [&](Units u) {
      const Lanes mean = u.read(b.means);
      Lanes sum = {}, product = {};
      for (int64_t row = begin; row < end; row++) {
        const Lanes dy = u.read(b.dy + row * b.columns);
        sum += dy;
        product += dy * (u.read(b.x + row * b.columns) - mean);
      }
      u.write(sums, u.read(sums) + sum);
      u.write(products, u.read(products) + product);
    });
  }
}

void slope_rows(const BatchSlopes& b, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; row++) {
    const int64_t at = row * b.columns;
    each_unit(b.columns, [&](Units u) {
      const Lanes off = u.read(b.x + at) - u.read(b.means);
      u.write(b.dx + at, u.read(b.factors) * (u.read(b.dy + at) - u.read(b.shifts) - off * u.read(b.tilts)));
    });
  }
}

}  // namespace
}  // namespace layerloom
