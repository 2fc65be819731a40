import { Checkbox } from '@mantine/core';
import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import { type DatePart, dateParts } from '../../../shared/data/steps/date-parts.ts';
import { imputeStrategies } from '../../../shared/data/steps/impute.ts';
import type { Step, StepName } from '../../../shared/data/steps/index.ts';
import { leastVocabulary, sequenceEnds, tokenizerKinds } from '../../../shared/data/steps/tokenize.ts';
import { text } from '../../messages/text.ts';
import { FillValueSetting } from './FillValueSetting.tsx';
import { ImageSettings } from './ImageSettings.tsx';
import { ChoiceSetting, SwitchSetting, WholeSetting } from './Setting.tsx';
import styles from './step-settings.module.css';

/** Gives a step other settings; `gesture` joins changes of one setting in a row to one step of the history. */
export type SetSettings<S extends Step> = (change: Partial<Omit<S, 'step'>>, gesture?: string) => void;

interface StepSettingsProps<S extends Step> {
  readonly step: S;
  readonly columns: readonly ColumnSummary[];
  readonly onChange: SetSettings<S>;
}

type StepOf<Name extends StepName> = Extract<Step, { readonly step: Name }>;

/** The settings of a step, besides the columns that it is for. */
export function StepSettings({ step, columns, onChange }: StepSettingsProps<Step>) {
  const own = <S extends Step>(narrow: S) => ({ step: narrow, columns, onChange: onChange as SetSettings<S> });
  switch (step.step) {
    case 'impute':
      return <ImputeSettings {...own(step)} />;
    case 'log':
      return <p className={styles.about}>{text('preparation.logHelp')}</p>;
    case 'date-parts':
      return <DatePartsSettings {...own(step)} />;
    case 'scale':
      return (
        <ChoiceSetting
          label={text('preparation.scaling')}
          value={step.method}
          options={(['standard', 'min-max', 'robust'] as const).map((value) => ({
            value,
            label: text(`preparation.scaling-${value}`),
            help: text(`preparation.scaling-help-${value}`),
          }))}
          onValue={(method) => own(step).onChange({ method })}
        />
      );
    case 'encode':
      return <EncodeSettings {...own(step)} />;
    case 'tokenize':
      return <TokenizeSettings {...own(step)} />;
    case 'image':
      return <ImageSettings {...own(step)} />;
  }
}

function ImputeSettings({ step, columns, onChange }: StepSettingsProps<StepOf<'impute'>>) {
  const { strategy, fillValue, addIndicator } = step;
  /** What a constant is at first: for numbers, where there are any. */
  const firstFill = () =>
    columns.some(({ role, kind }) => role === 'input' && kind === 'numeric') ? 0 : text('preparation.fillText');
  return (
    <>
      <ChoiceSetting
        label={text('preparation.strategy')}
        value={strategy}
        options={imputeStrategies.map((value) => ({
          value,
          label: text(`preparation.strategy-${value}`),
          help: text(`preparation.strategy-help-${value}`),
        }))}
        onValue={(next) =>
          onChange({ strategy: next, fillValue: next === 'constant' ? (fillValue ?? firstFill()) : fillValue })
        }
      />
      {strategy === 'constant' && (
        <FillValueSetting value={fillValue} onValue={(value, gesture) => onChange({ fillValue: value }, gesture)} />
      )}
      {strategy !== 'drop' && (
        <SwitchSetting
          label={text('preparation.indicator')}
          help={text('preparation.indicatorHelp')}
          value={addIndicator}
          onValue={(next) => onChange({ addIndicator: next })}
        />
      )}
    </>
  );
}

function DatePartsSettings({ step: { parts, cyclic }, onChange }: StepSettingsProps<StepOf<'date-parts'>>) {
  const toggle = (part: DatePart, isOn: boolean) =>
    // In the order of the calendar, whichever was asked for first.
    onChange({ parts: dateParts.filter((one) => (one === part ? isOn : parts.includes(one))) });
  return (
    <>
      <fieldset className={styles.parts}>
        <legend>{text('preparation.parts')}</legend>
        {dateParts.map((part) => (
          <Checkbox
            key={part}
            label={text(`preparation.part-${part}`)}
            checked={parts.includes(part)}
            disabled={parts.length === 1 && parts[0] === part}
            onChange={({ currentTarget }) => toggle(part, currentTarget.checked)}
          />
        ))}
        <p>{text('preparation.partsHelp')}</p>
      </fieldset>
      <SwitchSetting
        label={text('preparation.cyclic')}
        help={text('preparation.cyclicHelp')}
        value={cyclic}
        onValue={(next) => onChange({ cyclic: next })}
      />
    </>
  );
}

function EncodeSettings({ step: { method, minFrequency }, onChange }: StepSettingsProps<StepOf<'encode'>>) {
  return (
    <>
      <ChoiceSetting
        label={text('preparation.encoding')}
        value={method}
        options={(['one-hot', 'index'] as const).map((value) => ({
          value,
          label: text(`preparation.encoding-${value}`),
          help: text(`preparation.encoding-help-${value}`),
        }))}
        onValue={(next) => onChange({ method: next })}
      />
      <WholeSetting
        label={text('preparation.minFrequency')}
        help={text('preparation.minFrequencyHelp')}
        value={minFrequency}
        min={1}
        onValue={(next) => onChange({ minFrequency: next }, 'min-frequency')}
      />
    </>
  );
}

function TokenizeSettings({ step, onChange }: StepSettingsProps<StepOf<'tokenize'>>) {
  const least = leastVocabulary[step.tokenizer];
  return (
    <>
      <ChoiceSetting
        label={text('preparation.tokenizer')}
        value={step.tokenizer}
        options={tokenizerKinds.map((value) => ({
          value,
          label: text(`preparation.tokenizer-${value}`),
          help: text(`preparation.tokenizer-help-${value}`),
        }))}
        // A vocabulary that is too small for the other kind becomes the smallest it can have.
        onValue={(tokenizer) =>
          onChange({ tokenizer, vocabularySize: Math.max(step.vocabularySize, leastVocabulary[tokenizer]) })
        }
      />
      <SwitchSetting
        label={text('preparation.lowercase')}
        help={text('preparation.lowercaseHelp')}
        value={step.lowercase}
        onValue={(lowercase) => onChange({ lowercase })}
      />
      <WholeSetting
        label={text('preparation.vocabularySize')}
        help={text('preparation.vocabularyHelp')}
        value={step.vocabularySize}
        min={least}
        onValue={(next) => onChange({ vocabularySize: next }, 'vocabulary')}
      />
      <WholeSetting
        label={text('preparation.sequenceLength')}
        help={text('preparation.sequenceHelp')}
        value={step.sequenceLength}
        min={1}
        onValue={(next) => onChange({ sequenceLength: next }, 'sequence')}
      />
      {(['padding', 'truncating'] as const).map((setting) => (
        <ChoiceSetting
          key={setting}
          label={text(`preparation.${setting}`)}
          help={text(`preparation.${setting}Help`)}
          value={step[setting]}
          options={sequenceEnds.map((value) => ({ value, label: text(`preparation.end-${value}`) }))}
          onValue={(end) => onChange({ [setting]: end })}
        />
      ))}
    </>
  );
}
