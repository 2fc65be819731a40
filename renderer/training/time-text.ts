import { text } from '../messages/text.ts';
import { timeParts } from './time-left.ts';

/** A length of time in words: "1 min 30 s", "2 h 5 min", "8 s". */
export function showTime(seconds: number): string {
  if (seconds < 0.5) return text('training.underASecond');
  const parts = timeParts(seconds);
  if (parts.hours > 0) return text('training.hours', { ...parts });
  if (parts.minutes > 0) return text(parts.seconds === 0 ? 'training.minutesOnly' : 'training.minutes', { ...parts });
  return text('training.seconds', { ...parts });
}

/** The time of day of a moment: "13:02". */
export function showClock(moment: number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(moment);
}
