/**
 * Seconds rounded so that the words do not flicker: to 10 s above a minute, to 5 s above ten seconds, to minutes above an hour.
 * What was shown before stays while the new estimate is less than one step away from it.
 */
export function roundSecondsLeft(seconds: number, shown: number | null): number {
  const left = Math.max(0, seconds);
  const step = left >= 3600 ? 60 : left >= 60 ? 10 : left >= 10 ? 5 : 1;
  if (shown !== null && Math.abs(left - shown) < step * 0.8 && stepOf(shown) === step) return shown;
  return Math.max(1, Math.round(left / step) * step);
}

function stepOf(seconds: number): number {
  return seconds >= 3600 ? 60 : seconds >= 60 ? 10 : seconds >= 10 ? 5 : 1;
}

/** A length of time cut into hours, minutes and seconds. */
export interface TimeParts {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Whole hours, minutes and seconds of a length of time. */
export function timeParts(seconds: number): TimeParts {
  const whole = Math.max(0, Math.round(seconds));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60), seconds: whole % 60 };
}
