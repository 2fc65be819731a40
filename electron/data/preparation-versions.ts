/**
 * A saved preparation as the newest version has it. Version 1 had one fixed way from a column to numbers: (value - center) / scale, with
 * empty cells as `fill`, and one place a category.
 */
export function migratePreparation(saved: { readonly version: number; readonly features: unknown }): unknown {
  if (saved.version !== 1) return saved;
  return { ...saved, version: 2, features: mapValues(saved.features, migrateFeature) };
}

function migrateFeature(feature: unknown): unknown {
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
