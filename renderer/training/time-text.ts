import type { Language } from '../../shared/messages/languages.ts';
import { language } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { showNumber } from './number-text.ts';
import { timeParts } from './time-left.ts';

/** A length of time in words: "1 min 30 s", "2 h 5 min", "8 s". */
export function showTime(seconds: number): string {
  if (seconds < 0.5) return text('training.underASecond');
  const parts = timeParts(seconds);
  if (parts.hours > 0) return text('training.hours', { ...parts });
  if (parts.minutes > 0) return text(parts.seconds === 0 ? 'training.minutesOnly' : 'training.minutes', { ...parts });
  return text('training.seconds', { ...parts });
}

/** A measured time with three telling digits, in units that are the same in every language: "0.0431 ms", "12.4 ms", "1.25 s". */
export function showMeasuredTime(milliseconds: number): string {
  return milliseconds < 1000 ? `${showNumber(milliseconds)} ms` : `${showNumber(milliseconds / 1000)} s`;
}

/** Formats of moments, made once for each language. */
const formats: Readonly<Record<'clock' | 'weekday' | 'day', Readonly<Record<Language, Intl.DateTimeFormat>>>> = {
  clock: inEach({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  weekday: inEach({ weekday: 'short' }),
  day: inEach({ day: 'numeric', month: 'short' }),
};

function inEach(options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> {
  // British English has the day before the month and the clock of 24 hours, as the design has them.
  return { en: new Intl.DateTimeFormat('en-GB', options), zh: new Intl.DateTimeFormat('zh-CN', options) };
}

/** The time of day of a moment: "13:02". */
export function showClock(moment: number): string {
  return formats.clock[language()].format(moment);
}

/** The day of the week of a moment: "Wed", "周三". */
export function showWeekday(moment: number): string {
  return formats.weekday[language()].format(moment);
}

/** The date of a moment: "23 Nov", "11月23日". */
export function showDay(moment: number): string {
  return formats.day[language()].format(moment);
}
