import { appendFileSync } from 'node:fs';

/** What a test can need that a machine may lack. */
export type Need = 'electron' | 'gpu' | 'mount' | 'pack' | 'processor' | 'system' | 'test-data' | 'torch';

/** Records why a test is left out on this machine, so that the test command can say it; call it where the test is skipped. */
export function leaveOut(title: string, needs: Need, reason: string): void {
  const file = process.env.LAYERLOOM_LEFT_OUT;
  if (file) appendFileSync(file, `${JSON.stringify({ title, needs, reason })}\n`);
  else console.log(`Left out: ${title}, because ${reason}.`);
}

/** Whether a test must be left out because the machine lacks something; says so if it must. For `test.skipIf`. */
export function lacks(isThere: boolean, title: string, needs: Need, reason: string): boolean {
  if (!isThere) leaveOut(title, needs, reason);
  return !isThere;
}
