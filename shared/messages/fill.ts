/** A whole or broken number with its thousands separated, which English and Chinese do alike: "1,234,567". */
const separated = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

/**
 * Values that are places or settings, and not how many or how large something is: a person looks for them, or types them, as they are
 * written. A name, a date or a cell is a text, and stays what it is too.
 */
const asWritten = new Set([
  ...['line', 'column', 'row', 'record', 'token', 'epoch', 'step', 'fold', 'axis', 'end', 'first', 'last', 'where'],
  ...['process', 'code', 'version', 'value', 'min', 'max', 'height', 'width', 'rate', 'learningRate', 'batch'],
]);

/** Values out of the data, among which are years: they have no thousands to separate. */
const measured = new Set(['mean', 'deviation', 'median', 'maximum']);

/** Puts values into a message's {names}, numbers as people read them; a name without a value stays as it is. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? shown(name, values[name]!) : whole));
}

function shown(name: string, value: string | number): string {
  if (typeof value === 'string' || asWritten.has(name)) return String(value);
  return Math.abs(value) < (measured.has(name) ? 10_000 : 1000) ? String(value) : separated.format(value);
}
