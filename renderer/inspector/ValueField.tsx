import { SegmentedControl, Select, Switch } from '@mantine/core';
import type {
  ChoiceParam,
  FloatParam,
  IntParam,
  Json,
  PairParam,
  Param,
  SidesParam,
} from '../../shared/blocks/params.ts';
import { expectedWords } from '../../shared/messages/expected.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { ComponentField, ComponentsField } from './ComponentField.tsx';
import styles from './fields.module.css';
import { DraftInput, Field, type FieldProps } from './fields.tsx';
import { readParam, showParam, stepped } from './read-param.ts';

export interface ValueFieldProps {
  readonly spec: Param;
  readonly value: Json | undefined;
  /** `gesture` says that more changes of the same may follow, as while typing. */
  readonly onValue: (value: Json, gesture: boolean) => void;
  readonly onDone: () => void;
}

/** The field of any value that a spec describes. */
export function ValueField({ spec, value, onValue, onDone }: ValueFieldProps) {
  switch (spec.kind) {
    case 'int':
    case 'float':
      return (
        <Field label={spec.label} help={spec.help}>
          {(field) => <NumberField {...field} spec={spec} value={value} onValue={onValue} onDone={onDone} />}
        </Field>
      );
    case 'text':
    case 'shape':
    case 'axes':
    case 'range':
      return (
        <Field label={spec.label} help={spec.help}>
          {(field) => (
            <DraftInput
              {...field}
              value={showParam(spec, value)}
              placeholder={wordsForNone(spec)}
              read={(typed) => shownResult(spec, typed)}
              onValue={(typed) => giveTyped(spec, typed, onValue)}
              onDone={onDone}
              onStep={(by) => {
                // One number alone goes up and down; of several it is not known which.
                if (spec.kind !== 'range' || typeof value !== 'number') return;
                const next = stepped({ kind: 'float' }, value, by);
                if (spec.check.safeParse(next).success) onValue(next, true);
              }}
            />
          )}
        </Field>
      );
    case 'boolean':
      return (
        <Field label={spec.label} help={spec.help}>
          {({ id }) => (
            <Switch
              id={id}
              checked={value === true}
              onChange={({ currentTarget }) => onValue(currentTarget.checked, false)}
            />
          )}
        </Field>
      );
    case 'choice':
      return (
        <Field label={spec.label} help={spec.help}>
          {(field) => <ChoiceField {...field} spec={spec} value={value} onValue={onValue} />}
        </Field>
      );
    case 'pair':
      return (
        <Field label={spec.label} help={spec.help}>
          {(field) => <PairField {...field} spec={spec} value={value} onValue={onValue} onDone={onDone} />}
        </Field>
      );
    case 'sides':
      return (
        <Field label={spec.label} help={spec.help}>
          {(field) => <SidesField {...field} spec={spec} value={value} onValue={onValue} onDone={onDone} />}
        </Field>
      );
    case 'component':
      return <ComponentField spec={spec} value={value} onValue={onValue} onDone={onDone} />;
    case 'components':
      return <ComponentsField spec={spec} value={value} onValue={onValue} onDone={onDone} />;
  }
}

/** What stands in a field that is empty. */
function wordsForNone(spec: Param): string | undefined {
  if (spec.kind === 'shape') return text('inspector.oneNumber');
  if (spec.kind === 'axes') return spec.whenEmpty;
  return spec.kind === 'float' || spec.kind === 'int' || spec.kind === 'range' ? spec.whenNull : undefined;
}

function shownResult(spec: Param, typed: string) {
  const result = readParam(spec, typed);
  return result.ok ? { ok: true as const, value: showParam(spec, result.value) } : result;
}

function giveTyped(spec: Param, typed: string, onValue: ValueFieldProps['onValue']): void {
  const result = readParam(spec, typed);
  if (result.ok) onValue(result.value, true);
}

type Typed<S> = FieldProps & Omit<ValueFieldProps, 'spec'> & { readonly spec: S };

function NumberField({ spec, value, onValue, onDone, ...field }: Typed<IntParam | FloatParam>) {
  const step = (by: number) => {
    if (typeof value === 'number') onValue(stepped(spec, value, by), true);
  };
  return (
    <DraftInput
      {...field}
      value={showParam(spec, value)}
      placeholder={wordsForNone(spec)}
      read={(typed) => shownResult(spec, typed)}
      onValue={(typed) => giveTyped(spec, typed, onValue)}
      onDone={onDone}
      onStep={step}
      rightSection={<Stepper onStep={step} label={spec.label} />}
    />
  );
}

function Stepper({ onStep, label }: { readonly onStep: (by: number) => void; readonly label: string }) {
  return (
    <span className={styles.stepper}>
      {([1, -1] as const).map((by) => (
        <button
          key={by}
          type="button"
          tabIndex={-1}
          aria-label={text(by === 1 ? 'inspector.more1' : 'inspector.less1', { label })}
          onClick={() => onStep(by)}
        >
          <Glyph name={by === 1 ? 'chevronUp' : 'down'} size={10} />
        </button>
      ))}
    </span>
  );
}

function ChoiceField({ id, spec, value, onValue }: Omit<Typed<ChoiceParam>, 'onDone'>) {
  const { options } = spec;
  const fits = options.length <= 3 && options.join('').length <= 18;
  const current = typeof value === 'string' ? value : '';
  return fits ? (
    <SegmentedControl
      id={id}
      aria-label={spec.label}
      fullWidth
      data={[...options]}
      value={current}
      onChange={(next) => onValue(next, false)}
    />
  ) : (
    <Select
      id={id}
      data={[...options]}
      value={current}
      searchable={options.length > 8}
      onChange={(next) => {
        if (next !== null) onValue(next, false);
      }}
    />
  );
}

/** Two whole numbers; with both fields empty, none, where the spec allows it. */
function PairField({ spec, value, onValue, onDone, ...field }: Typed<PairParam>) {
  const pair = Array.isArray(value) ? value : [null, null];
  const side = (index: 0 | 1) => {
    const own = pair[index];
    return (
      <DraftInput
        {...field}
        id={index === 0 ? field.id : `${field.id}-2`}
        name={
          spec.sides
            ? text('inspector.side', { label: spec.label, side: spec.sides[index] })
            : text(index === 0 ? 'inspector.height' : 'inspector.width', { label: spec.label })
        }
        value={typeof own === 'number' ? String(own) : ''}
        placeholder={spec.optional ? (spec.whenNull ?? text('inspector.none')) : undefined}
        read={(typed) => {
          if (spec.optional && typed.trim() === '') return { ok: true, value: '' };
          const result = readParam({ ...spec, check: spec.check }, typed);
          const number = /^\s*-?\d+\s*$/.test(typed) ? Number(typed) : null;
          const checked = spec.check.safeParse(number === null ? typed : [number, number]);
          return checked.success
            ? { ok: true, value: String(number) }
            : { ok: false, expected: result.ok ? '' : expectedWords(checked.error.issues[0]!.message) };
        }}
        onValue={(typed) => {
          if (typed === '') {
            onValue(null, true);
            return;
          }
          const number = Number(typed);
          const other = pair[1 - index];
          const both = typeof other === 'number' ? other : number;
          onValue(index === 0 ? [number, both] : [both, number], true);
        }}
        onStep={(by) => {
          if (typeof own !== 'number') return;
          const number = stepped({ kind: 'int', min: spec.min, max: spec.max }, own, by);
          onValue(index === 0 ? [number, pair[1] as number] : [pair[0] as number, number], true);
        }}
        onDone={onDone}
      />
    );
  };
  return (
    <div className={styles.pair}>
      {side(0)}
      {!spec.sides && <span aria-hidden="true">×</span>}
      {side(1)}
    </div>
  );
}

const sideNames = [
  ['inspector.top', 'inspector.bottom'],
  ['inspector.left', 'inspector.right'],
] as const;

/** Whole numbers for top and bottom, and below them for left and right. */
function SidesField({ id, spec, value, onValue, onDone, ...field }: Typed<SidesParam>) {
  const given = spec.check.safeParse(value);
  const sides = given.success ? given.data : spec.default;
  const side = (along: 0 | 1, end: 0 | 1) => {
    const own = sides[along][end];
    const withOwn = (number: number): Json =>
      sides.map((pair, index) => (index === along ? pair.map((old, at) => (at === end ? number : old)) : pair));
    return (
      <DraftInput
        {...field}
        id={along + end === 0 ? id : `${id}-${along}${end}`}
        name={text(sideNames[along][end], { label: spec.label })}
        value={String(own)}
        read={(typed) => {
          const checked = spec.check.safeParse(withOwn(/^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN));
          return checked.success
            ? { ok: true, value: String(Number(typed)) }
            : { ok: false, expected: checked.error.issues[0]!.message };
        }}
        onValue={(typed) => onValue(withOwn(Number(typed)), true)}
        onStep={(by) => onValue(withOwn(stepped({ kind: 'int', min: spec.min }, own, by)), true)}
        onDone={onDone}
      />
    );
  };
  return ([0, 1] as const).map((along) => (
    <div key={along} className={styles.pair}>
      {side(along, 0)}
      <span aria-hidden="true">{along === 0 ? '↕' : '↔'}</span>
      {side(along, 1)}
    </div>
  ));
}
