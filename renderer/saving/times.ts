import type { Language } from '../../shared/messages/languages.ts';
import type { Sentence } from '../../shared/messages/sentence.ts';
import { language } from '../messages/language.ts';
import { inWords, type MessageKey } from '../messages/text.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const days = inEach({ day: 'numeric', month: 'short' });
const daysOfYears = inEach({ day: 'numeric', month: 'short', year: 'numeric' });

function inEach(options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> {
  return { en: new Intl.DateTimeFormat('en-GB', options), zh: new Intl.DateTimeFormat('zh-CN', options) };
}

/** A moment to the second, as people say it: `today 14:03:21`, `26 Nov, 09:12:40`. */
export function momentText(time: number, now: number): string {
  return inWords(momentWords(time, now));
}

/** The same, to be said later: a date is in the language that shows now. */
export function momentWords(time: number, now: number): Sentence {
  const [then, today] = [new Date(time), new Date(now)];
  const words = { time: clock.format(then) };
  if (isSameDay(then, today)) return said('saving.today', words);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (isSameDay(then, yesterday)) return said('saving.yesterday', words);
  const format = (then.getFullYear() === today.getFullYear() ? days : daysOfYears)[language()];
  return said('saving.dayAndTime', { ...words, day: format.format(then) });
}

function said(key: MessageKey, values: Sentence['values']): Sentence {
  return { key, values };
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
