import type { Language } from '../../shared/messages/languages.ts';
import { language } from '../messages/language.ts';
import { text } from '../messages/text.ts';

/** Numbers as people read them; the same everywhere in the window. */

const wholeNumbers: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }),
  zh: new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 }),
};

/** A whole number with its thousands separated: "50,000". */
export function showCount(value: number): string {
  return wholeNumbers[language()].format(value);
}

/** A share as a percentage: "99.1 %". */
export function showShare(share: number, digits = 1): string {
  return text('training.share', { value: (share * 100).toFixed(digits) });
}

/** A measured number with three telling digits, never more than is of use: "0.0431", "148", "3.0e-7". */
export function showNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e7) return value.toExponential(1).replace('e+', 'e');
  if (size >= 1000) return wholeNumbers[language()].format(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size >= 1) return value.toFixed(2);
  if (size >= 0.1) return value.toFixed(3);
  return value.toFixed(4);
}

/** The number of a tick: as short as it is exact. */
export function showTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return size >= 1000 ? wholeNumbers[language()].format(value) : String(Number(value.toPrecision(6)));
}

/** A value out of a table: as exact as four digits are, thousands separated only where they are many, since years have none. */
export function showCell(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000)
    return size >= 1e9 ? value.toExponential(2).replace('e+', 'e') : wholeNumbers[language()].format(value);
  if (size !== 0 && size < 1e-3) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** A difference that proves an export: "3.0e-7", "0" when there is none. */
export function showDifference(value: number): string {
  return value === 0 ? '0' : value.toExponential(1).replace('e+', 'e');
}

/** A size on disk in units of 1,000: "488 kB". */
export function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Units of large counts: by thousands, and in Chinese by ten thousands. */
const largeUnits: Readonly<Record<Language, { readonly step: number; readonly units: readonly string[] }>> = {
  en: { step: 1000, units: ['', ' k', ' M', ' G', ' T'] },
  zh: { step: 10_000, units: [' ', ' 万', ' 亿', ' 万亿'] },
};

/** A large count with a unit: "2.53 M"; in Chinese what is counted follows at once: "253 万", "4,800 ". */
export function shortCount(count: number): string {
  const { step, units } = largeUnits[language()];
  let value = count;
  let unit = 0;
  while (value >= step - 0.5 && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  if (unit === 0) return `${showCount(count)}${units[0]}`;
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}${units[unit]}`;
}

/** Whether a log is a share of right answers, shown as a percentage. */
export function isShare(logName: string): boolean {
  return /(^|_)(accuracy|precision|recall)(_\d+)?$/.test(logName);
}

/** A value of a log, as a percentage where it is a share. */
export function showLog(logName: string, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return isShare(logName) ? showShare(value, 2) : showNumber(value);
}
