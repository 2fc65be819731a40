/**
 * How much a row of each class counts, by how many rows it has: n / (k * n_c) with n rows, k classes that have any and n_c of class c, so that
 * all classes count the same together and the mean weight of a row is 1. A class without rows has the weight 1, which nothing uses.
 * Source: scikit-learn's `compute_class_weight('balanced', ...)`, after King and Zeng, "Logistic Regression in Rare Events Data" (2001).
 */
export function balancedWeights(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const classes = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : rows / (classes * count)));
}
