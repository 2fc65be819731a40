/** Loss and metrics on one line: `loss 0.0431, accuracy 0.9873`. */
export function showLogs(logs: Readonly<Record<string, number | null>>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${showLog(value)}`)
    .join(', ');
}

/** One value of them. */
export function showLog(value: number | null): string {
  return value === null ? 'not a number' : String(Number(value.toPrecision(4)));
}
