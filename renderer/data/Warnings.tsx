import { Button } from '@mantine/core';
import type { DatasetSummary, RowOrder } from '../../shared/data/dataset.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { run } from '../commands/command.ts';
import { findDuplicates } from '../commands/copies-commands.ts';
import { scaleTarget, setColumn, setSplitMethod, setWindows } from '../commands/data-commands.ts';
import { setTraining } from '../commands/training-commands.ts';
import { inWords, text } from '../messages/text.ts';
import { Fine } from '../parts/Fine.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showCount } from '../training/number-text.ts';
import styles from './data-side.module.css';
import { Unfold } from './Unfold.tsx';
import { groupWarnings, type WarningGroup } from './warning-groups.ts';
import { repairOfWarning, type WarningRepair } from './warning-repairs.ts';

/** What is worth a look in the data, each with what can be done about it. */
export function Warnings({ summary: { warnings, columns } }: { readonly summary: DatasetSummary }) {
  const training = useEditorState(({ document }) => document.project.training);
  if (warnings.length === 0) return null;
  const items = groupWarnings(warnings);
  return (
    <section className={styles.first}>
      <h3>
        {text('data.needsALook')} <span className={styles.number}>{items.length}</span>
      </h3>
      <ul className={styles.warnings}>
        {items.map((item) =>
          'group' in item ? (
            <Several key={item.group} group={item.group} warnings={item.warnings} />
          ) : (
            <Warning
              key={inWords(item.warning)}
              {...item}
              repairOf={(one) => repairOfWarning(one, columns, training)}
            />
          ),
        )}
      </ul>
    </section>
  );
}

interface WarningProps {
  readonly warning: Words;
  /** Others that say the same of another column. */
  readonly alike?: readonly Words[];
  readonly repairOf: (warning: Words) => WarningRepair | null;
}

function Warning({ warning, alike = [], repairOf }: WarningProps) {
  const said = (one: Words) => {
    const repair = repairOf(one);
    return (
      <>
        <span>{inWords(one)}</span>
        {repair && <Repair repair={repair} />}
      </>
    );
  };
  return (
    <li>
      <Glyph name="alert" />
      <div>
        {said(warning)}
        {alike.length > 0 && (
          <Unfold label={text('data.moreAlike', { count: showCount(alike.length) })}>
            <ul className={styles.several}>
              {alike.map((one) => (
                <li key={inWords(one)}>{said(one)}</li>
              ))}
            </ul>
          </Unfold>
        )}
      </div>
    </li>
  );
}

/** What is said of one column, or file, after the other, as one line that opens. */
function Several({ group, warnings }: { readonly group: WarningGroup; readonly warnings: readonly Words[] }) {
  return (
    <li>
      <Glyph name="alert" />
      <div>
        <span>{text(`data.several-${group}`, { count: showCount(warnings.length) })}</span>
        <Unfold label={text(group === 'images' ? 'data.showEachFile' : 'data.showEach')}>
          <ul className={styles.several}>
            {warnings.map((warning) => (
              <li key={inWords(warning)}>{inWords(warning)}</li>
            ))}
          </ul>
        </Unfold>
      </div>
    </li>
  );
}

function Repair({ repair }: { readonly repair: WarningRepair }) {
  const editor = useEditor();
  switch (repair.repair) {
    case 'ignore-column': {
      const { column } = repair;
      return (
        <RepairAction
          label={text('data.repairIgnore', { column: column.name })}
          onRepair={() => run(editor, setColumn, { column, change: { role: 'ignored' } })}
        />
      );
    }
    case 'keep-together': {
      const { column } = repair;
      return (
        <RepairAction
          label={text('data.repairTogether')}
          onRepair={() => run(editor, setSplitMethod, { method: 'group', column })}
        />
      );
    }
    case 'scale-target': {
      const { need } = repair;
      const label = need.isSkewed ? 'data.repairLogTarget' : 'data.repairScaleTarget';
      return (
        <RepairAction
          label={text(label, { column: need.column })}
          onRepair={() => run(editor, scaleTarget, { need })}
        />
      );
    }
    case 'order-windows':
      return <OrderWindows order={repair.order} />;
    case 'find-copies':
      return <RepairAction label={text('copies.find')} onRepair={() => run(editor, findDuplicates, true)} />;
    case 'weigh-classes':
      return repair.done ? (
        <Fine>{text('data.classesWeighed')}</Fine>
      ) : (
        <RepairAction
          label={text('data.repairWeigh')}
          onRepair={() => run(editor, setTraining, { change: { classWeights: 'balanced' } })}
        />
      );
  }
}

/** Has windows go by a series, and by a time where they have none. */
function OrderWindows({ order: { time, series } }: { readonly order: RowOrder }) {
  const editor = useEditor();
  const windows = useEditorState(({ document }) => document.project.data.windows);
  if (windows === null) return null;
  const ordered = { ...windows, time: windows.time ?? time, series: series ?? windows.series };
  return (
    <RepairAction
      label={series === null ? text('data.repairTime', { time: time ?? '' }) : text('data.repairSeries', { series })}
      onRepair={() => run(editor, setWindows, { windows: ordered })}
    />
  );
}

function RepairAction({ label, onRepair }: { readonly label: string; readonly onRepair: () => void }) {
  return (
    <Button className={styles.repair} size="compact-xs" variant="default" onClick={onRepair}>
      {label}
    </Button>
  );
}
