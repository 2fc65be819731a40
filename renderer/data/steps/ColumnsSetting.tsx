import { MultiSelect, SegmentedControl } from '@mantine/core';
import type { Step } from '../../../shared/data/steps/index.ts';
import { Field } from '../../inspector/fields.tsx';
import { text } from '../../messages/text.ts';
import styles from './step-settings.module.css';

interface ColumnsSettingProps {
  readonly step: Step;
  /** The names of the columns that it can be for; all of them are the inputs. */
  readonly possible: { readonly inputs: readonly string[]; readonly targets: readonly string[] };
  readonly onChange: (columns: readonly string[] | null) => void;
}

/** The columns that a step is for: all inputs it can be for, or some of them, and of the targets, by name. */
export function ColumnsSetting({ step, possible: { inputs, targets }, onChange }: ColumnsSettingProps) {
  const { columns } = step;
  // A column that was chosen and is something else by now stays to be seen, and to be taken out.
  const offered = [...new Set([...inputs, ...targets, ...(columns ?? [])])];
  return (
    <>
      <Field label={text('preparation.which')}>
        {({ id }) => (
          <SegmentedControl
            id={id}
            aria-label={text('preparation.which')}
            fullWidth
            data={[
              { value: 'all', label: text('preparation.whichAll') },
              { value: 'chosen', label: text('preparation.whichChosen') },
            ]}
            value={columns === null ? 'all' : 'chosen'}
            onChange={(next) => onChange(next === 'all' ? null : inputs)}
          />
        )}
      </Field>
      {columns !== null && offered.length > 0 && (
        <MultiSelect
          aria-label={text('preparation.chosen')}
          data={offered.map((name) => ({
            value: name,
            label: targets.includes(name) ? text('preparation.targetColumn', { column: name }) : name,
          }))}
          value={[...columns]}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': text('preparation.chooseNone') }}
          hidePickedOptions={false}
          classNames={{ pillsList: styles.pills, inputField: styles.search }}
          placeholder={columns.length === 0 ? text('preparation.choose') : undefined}
          nothingFoundMessage={text('preparation.nothingFound')}
          onChange={(next) => onChange(next)}
        />
      )}
      {inputs.length + targets.length === 0 && <p className={styles.about}>{text(`preparation.none-${step.step}`)}</p>}
    </>
  );
}
