/** What the cells of a column are. */
export const columnKinds = ['numeric', 'categorical', 'date', 'text'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export const columnRoles = ['input', 'target', 'ignored'] as const;
export type ColumnRole = (typeof columnRoles)[number];
