import { appendFileSync } from 'node:fs';

/** What a test can need that a machine may lack. */
export type Need = 'electron' | 'gpu' | 'test-data';

/** Records why a test is left out on this machine, so that the test command can say it; call it where the test is skipped. */
export function leaveOut(title: string, needs: Need, reason: string): void {
  const file = process.env.LAYERLOOM_LEFT_OUT;
  if (file) appendFileSync(file, `${JSON.stringify({ title, needs, reason })}\n`);
  else console.log(`Left out: ${title}, because ${reason}.`);
}
