import { text } from '../messages/text.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const daysOfYears = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A moment to the second, as people say it: `today 14:03:21`, `26 Nov, 09:12:40`. */
export function momentText(time: number, now: number): string {
  const [then, today] = [new Date(time), new Date(now)];
  const words = { time: clock.format(then) };
  if (isSameDay(then, today)) return text('saving.today', words);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (isSameDay(then, yesterday)) return text('saving.yesterday', words);
  const day = then.getFullYear() === today.getFullYear() ? days.format(then) : daysOfYears.format(then);
  return text('saving.dayAndTime', { ...words, day });
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
