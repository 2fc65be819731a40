import type { ColumnSummary } from '../../shared/data/dataset.ts';
import { type DataDocument, splitMethods } from '../../shared/data/document.ts';
import { run } from '../commands/command.ts';
import { setSplitMethod } from '../commands/data-commands.ts';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import { likelySplitColumn, splitColumns } from './data-edits.ts';
import { ChoiceSetting } from './steps/Setting.tsx';

interface SplitMethodSettingProps {
  readonly split: DataDocument['split'];
  readonly columns: readonly ColumnSummary[];
}

/** What the split goes by, and by which column where it needs one. */
export function SplitMethodSetting({ split: { method, column }, columns }: SplitMethodSettingProps) {
  const editor = useEditor();
  const possible = splitColumns(method, columns);
  // Without classes both are at random.
  const hasClasses = columns.some(({ role, kind }) => role === 'target' && kind === 'categorical');
  const methods = hasClasses ? splitMethods : splitMethods.filter((one) => one !== 'stratified');
  return (
    <>
      <ChoiceSetting
        label={text('preparation.method')}
        value={method === 'stratified' && !hasClasses ? 'random' : method}
        options={methods.map((value) => ({
          value,
          label: text(`preparation.split-${value}`),
          help: text(`preparation.split-help-${value}`),
        }))}
        onValue={(next) =>
          run(editor, setSplitMethod, { method: next, column: likelySplitColumn(next, columns, column) })
        }
      />
      {(method === 'group' || method === 'time' || method === 'column') && (
        <ChoiceSetting
          label={text('preparation.splitColumn')}
          help={possible.length === 0 ? text(`preparation.noColumn-${method}`) : undefined}
          // A column that the data does not have, or that cannot say it, is none of the options: the problem below names it.
          value={column}
          options={possible.map((name) => ({ value: name, label: name }))}
          placeholder={text('preparation.chooseColumn')}
          searchable
          onValue={(name) => run(editor, setSplitMethod, { method, column: name })}
        />
      )}
    </>
  );
}
