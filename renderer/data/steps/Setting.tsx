import { Select, Switch } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { int } from '../../../shared/blocks/params.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { DraftInput, Field } from '../../inspector/fields.tsx';
import { ValueField } from '../../inspector/ValueField.tsx';
import { useEditor } from '../../store/use-editor.ts';
import styles from './setting.module.css';

interface SettingProps {
  readonly label: string;
  /** What it is for, in one sentence below it. */
  readonly help?: string | undefined;
}

function Helped({
  id,
  help,
  children,
}: Pick<SettingProps, 'help'> & { readonly id?: string; readonly children: ReactNode }) {
  return (
    <div className={styles.setting}>
      {children}
      {help && <p id={id}>{help}</p>}
    </div>
  );
}

interface ChoiceSettingProps<Value extends string> extends SettingProps {
  readonly value: Value | null;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly help?: string }[];
  readonly placeholder?: string;
  readonly searchable?: boolean;
  readonly onValue: (value: Value) => void;
}

/** One of several options, each with a line on what it is for; that of the chosen one stays in sight. */
export function ChoiceSetting<Value extends string>({
  label,
  help,
  value,
  options,
  placeholder,
  searchable = false,
  onValue,
}: ChoiceSettingProps<Value>) {
  const optionOf = (wanted: string | null) => options.find((option) => option.value === wanted);
  const helpId = useId();
  const isWide = options.some((option) => option.help !== undefined);
  return (
    <Helped id={helpId} help={help ?? optionOf(value)?.help}>
      <Field label={label}>
        {({ id }) => (
          <Select
            id={id}
            aria-describedby={helpId}
            data={options.map((option) => ({ value: option.value, label: option.label }))}
            value={value}
            placeholder={placeholder}
            disabled={options.length === 0}
            searchable={searchable}
            maxDropdownHeight={360}
            comboboxProps={isWide ? { width: 264, position: 'bottom-end' } : {}}
            renderOption={({ option }) => (
              <span className={styles.option}>
                <b>{option.label}</b>
                {optionOf(option.value)?.help && <span>{optionOf(option.value)?.help}</span>}
              </span>
            )}
            onChange={(next) => {
              const chosen = optionOf(next);
              if (chosen) onValue(chosen.value);
            }}
          />
        )}
      </Field>
    </Helped>
  );
}

interface WholeSettingProps extends SettingProps {
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  /** Hears of each number that is right, while it is typed too. */
  readonly onValue: (value: number) => void;
}

/** A whole number, kept until one is typed that can be used. */
export function WholeSetting({ label, help, value, min, max, onValue }: WholeSettingProps) {
  const editor = useEditor();
  return (
    <Helped help={help}>
      <ValueField
        spec={int(label, min, { min, ...(max !== undefined && { max }) })}
        value={value}
        onValue={(next) => typeof next === 'number' && onValue(next)}
        onDone={editor.endGesture}
      />
    </Helped>
  );
}

interface TextSettingProps extends SettingProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A text that is not empty, kept until one is typed. */
export function TextSetting({ label, help, value, onValue }: TextSettingProps) {
  const editor = useEditor();
  return (
    <Helped help={help}>
      <Field label={label}>
        {(field) => (
          <DraftInput
            {...field}
            value={value}
            read={(typed) =>
              typed.trim() === ''
                ? { ok: false, expected: say(phrases['a-text-not-empty']) }
                : { ok: true, value: typed.trim() }
            }
            onValue={onValue}
            onDone={editor.endGesture}
          />
        )}
      </Field>
    </Helped>
  );
}

interface SwitchSettingProps extends SettingProps {
  readonly value: boolean;
  readonly onValue: (value: boolean) => void;
}

/** On or off. */
export function SwitchSetting({ label, help, value, onValue }: SwitchSettingProps) {
  const helpId = useId();
  return (
    <Helped id={helpId} help={help}>
      <Field label={label}>
        {({ id }) => (
          <Switch
            id={id}
            aria-describedby={helpId}
            checked={value}
            onChange={({ currentTarget }) => onValue(currentTarget.checked)}
          />
        )}
      </Field>
    </Helped>
  );
}
