import { Select } from '@mantine/core';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { dayText, runNames, runStateText } from './run-names.ts';

interface RunSelectProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: string;
  readonly label: string;
  readonly onChoose: (run: string) => void;
  readonly isOffered?: (run: RunSummary) => boolean;
}

/** Chooses the run a page is about. */
export function RunSelect({ runs, chosen, label, onChoose, isOffered = () => true }: RunSelectProps) {
  const names = runNames(runs);
  const now = Date.now();
  return (
    <Select
      size="xs"
      w={290}
      aria-label={label}
      value={chosen}
      allowDeselect={false}
      maxDropdownHeight={320}
      data={runs.map((run) => ({
        value: run.run,
        label: `${names.get(run.run)} · ${runStateText(run)} · ${dayText(run.started, now)}`,
        disabled: !isOffered(run),
      }))}
      onChange={(run) => run !== null && onChoose(run)}
    />
  );
}
