import { SegmentedControl } from '@mantine/core';
import { float } from '../../../shared/blocks/params.ts';
import { Field } from '../../inspector/fields.tsx';
import { ValueField } from '../../inspector/ValueField.tsx';
import { text } from '../../messages/text.ts';
import { useEditor } from '../../store/use-editor.ts';
import { TextSetting } from './Setting.tsx';

interface FillValueSettingProps {
  readonly value: number | string | null;
  readonly onValue: (value: number | string, gesture?: string) => void;
}

/** What stands in empty cells: a number for numbers, a name for classes. Which of both it is says which columns it is for. */
export function FillValueSetting({ value, onValue }: FillValueSettingProps) {
  const editor = useEditor();
  const kind = typeof value === 'number' ? 'number' : 'text';
  const label = text('preparation.fillValue');
  return (
    <>
      <Field label={text('preparation.fillFor')}>
        {({ id }) => (
          <SegmentedControl
            id={id}
            aria-label={text('preparation.fillFor')}
            fullWidth
            data={(['number', 'text'] as const).map((one) => ({
              value: one,
              label: text(`preparation.fillFor-${one}`),
            }))}
            value={kind}
            onChange={(next) => onValue(next === 'number' ? 0 : text('preparation.fillText'))}
          />
        )}
      </Field>
      {kind === 'number' ? (
        <ValueField
          spec={float(label, 0)}
          value={value}
          onValue={(next) => typeof next === 'number' && onValue(next, 'fill-value')}
          onDone={editor.endGesture}
        />
      ) : (
        <TextSetting label={label} value={String(value ?? '')} onValue={(next) => onValue(next, 'fill-value')} />
      )}
    </>
  );
}
