import type { WantedData } from '../services/project-for-data.ts';
import { type Arguments, UsageError } from './command.ts';

/** The option that says which sheet of a workbook is meant. */
export const sheetOption = { sheet: { type: 'string' } } as const;

/** The sheet that is named. Throws UsageError for a name of no letters. */
export function readSheet(args: Arguments): { readonly sheet?: string } {
  const sheet = args.option('sheet');
  if (sheet === '') throw new UsageError('--sheet must be the name of a sheet. Received: an empty name.');
  return sheet === undefined ? {} : { sheet };
}

/** The options that say which sheet is meant, what columns are for, and that rows are a time series. */
export const dataOptions = {
  ...sheetOption,
  target: { type: 'string', multiple: true },
  input: { type: 'string', multiple: true },
  windows: { type: 'string' },
  horizon: { type: 'string' },
  stride: { type: 'string' },
  time: { type: 'string' },
  'no-time': { type: 'boolean' },
  series: { type: 'string' },
  'no-series': { type: 'boolean' },
} as const;

/** Those that say how rows are a time series. */
const windowOptions = ['windows', 'horizon', 'stride', 'time', 'no-time', 'series', 'no-series'] as const;

/** The first option of windows that is given, as it is written; undefined where none is. */
export function saidOfWindows(args: Arguments): string | undefined {
  const name = windowOptions.find((option) => args.flag(option) || args.option(option) !== undefined);
  return name && `--${name}`;
}

/** How they are written, in a line of usage. */
export const dataUsage =
  '[--sheet NAME] [--target COLUMN]... [--input INPUT=COLUMN]... [--windows ROWS [--horizon ROWS] [--stride ROWS] [--time COLUMN | --no-time] [--series COLUMN | --no-series]]';

/** What the line says of data beside its path. Throws UsageError for an Input without a column, and for what is said of windows without any. */
export function readWantedData(args: Arguments): WantedData {
  const inputs = args.all('input').map((text) => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw new UsageError(`--input must be the name of an Input, = and a column. Received: ${text}.`);
    return { input: text.slice(0, at), column: text.slice(at + 1) };
  });
  return { ...readSheet(args), targets: args.all('target'), inputs, windows: readWindows(args) };
}

function readWindows(args: Arguments): WantedData['windows'] {
  const length = args.number('windows', 1);
  if (length === undefined) {
    const other = saidOfWindows(args);
    if (other === undefined) return null;
    throw new UsageError(`${other} is of windows. Expected: --windows ROWS. Received: no --windows.`);
  }
  const said = {
    horizon: args.number('horizon', 1),
    stride: args.number('stride', 1),
    time: columnOrNone(args, 'time'),
    series: columnOrNone(args, 'series'),
  };
  return { length, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
}

/** The column that is named, null where there is to be none, undefined where nothing is said. Throws UsageError for both. */
function columnOrNone(args: Arguments, name: 'time' | 'series'): string | null | undefined {
  const column = args.option(name);
  if (!args.flag(`no-${name}`)) return column;
  if (column === undefined) return null;
  throw new UsageError(`--no-${name} is instead of a column. Expected: one of both. Received: --${name} ${column}.`);
}
