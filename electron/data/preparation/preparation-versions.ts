/** Version of `preparation.json`. */
export const preparationVersion = 4;

/**
 * A saved preparation as the newest version has it. Version 1 had one fixed way from a column to numbers: (value - center) / scale, with
 * empty cells as `fill`, and one place a category. Versions 1 and 2 divided texts into words in small letters alone, padded and cut at
 * their end, and had no windows. Until version 3 targets were as they were read, and nothing was kept of how numbers were written.
 */
export function migratePreparation(saved: {
  readonly version: number;
  readonly features: unknown;
  readonly targets: unknown;
}): unknown {
  const second = saved.version === 1 ? { ...saved, version: 2, features: mapValues(saved.features, upNumbers) } : saved;
  const third =
    second.version === 2
      ? { ...second, version: 3, windows: null, features: mapValues(second.features, upTokens) }
      : second;
  if (third.version !== 3) return third;
  return { ...third, version: 4, targets: mapValues(third.targets, upTarget), notations: {} };
}

function upTarget(target: unknown): unknown {
  return isRecord(target) && target.kind === 'number' ? { ...target, steps: [] } : target;
}

function upTokens(feature: unknown): unknown {
  if (!isRecord(feature) || feature.kind !== 'tokens') return feature;
  const { vocabulary, ...rest } = feature;
  return { ...rest, padding: 'post', truncating: 'post', tokenizer: { kind: 'word', lowercase: true, vocabulary } };
}

function upNumbers(feature: unknown): unknown {
  if (!isRecord(feature) || feature.kind !== 'numbers' || !Array.isArray(feature.columns)) return feature;
  return { ...feature, columns: feature.columns.map(migrateColumn) };
}

function migrateColumn(column: unknown): unknown {
  if (!isRecord(column)) return column;
  const { column: name, kind, fill, center, scale, categories } = column;
  const steps =
    kind === 'numeric'
      ? [
          { step: 'impute', strategy: 'mean', value: fill, indicator: false },
          { step: 'scale', centers: [center], scales: [scale] },
        ]
      : [{ step: 'encode', method: 'one-hot', categories, others: false }];
  return { column: name, kind, steps };
}

function mapValues(record: unknown, change: (value: unknown) => unknown): unknown {
  return isRecord(record)
    ? Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
    : record;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
