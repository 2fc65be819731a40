import type { ExportReport } from '../../shared/ipc/exports.ts';
import type { Words } from '../../shared/messages/sentence.ts';

/** What came of writing one format. */
export type Written =
  | { readonly state: 'none' }
  | { readonly state: 'writing' }
  | { readonly state: 'written'; readonly report: ExportReport }
  | { readonly state: 'failed'; readonly reason: Words };
