import { UserError } from '../../shared/ipc/port.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';

/** Why a run failed, in words for people. What nobody foresaw goes to standard error in full. */
export function describeFailure(error: unknown): Words {
  if (error instanceof UserError) return error.words;
  const received = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(received)) return say(runMessages['out-of-memory'], { received });
  console.error(error);
  return say(runMessages['engine-unexpected'], { received });
}

/** The words of V8 and of WebAssembly for memory that cannot be had. */
function isOutOfMemory(message: string): boolean {
  return /out of memory|allocation failed|invalid (typed )?array (buffer )?length|enlarge memory|\bOOM\b/i.test(
    message,
  );
}
