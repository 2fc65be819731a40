import { Select } from '@mantine/core';
import {
  type Component,
  type ComponentParam,
  type ComponentsParam,
  type ComponentValue,
  componentValue,
  type Json,
  type Param,
} from '../../shared/blocks/params.ts';
import { text } from '../messages/text.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { FoldedParams, foldedGroups } from './FoldedParams.tsx';
import styles from './fields.module.css';
import { Field } from './fields.tsx';
import { ValueField, type ValueFieldProps } from './ValueField.tsx';

type Typed<S> = Omit<ValueFieldProps, 'spec'> & { readonly spec: S };

/** The value of a component as the document has it, or null. */
function asComponent(value: Json | undefined): ComponentValue | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'type' in value
    ? (value as ComponentValue)
    : null;
}

function newValue(list: readonly Component[], type: string): Json {
  return componentValue(list.find((component) => component.type === type)!) as unknown as Json;
}

/** More letters than a control beside its label has room for. */
const longTitle = 20;

function hasLongTitles({ components }: ComponentParam | ComponentsParam): boolean {
  return components.some(({ title }) => title.length > longTitle);
}

/** One of several components, with its own settings below it. */
export function ComponentField({ spec, value, onValue, onDone }: Typed<ComponentParam>) {
  const current = asComponent(value);
  const definition = spec.components.find(({ type }) => type === current?.type);
  const options = spec.components.map(({ type, title }) => ({ value: type, label: title }));
  return (
    <>
      <Field label={spec.label} help={spec.help} wide={hasLongTitles(spec)}>
        {({ id }) => (
          <Select
            id={id}
            data={options}
            value={current?.type ?? null}
            placeholder={text('inspector.none')}
            clearable={spec.optional}
            title={definition?.docs}
            onChange={(type) => onValue(type === null ? null : newValue(spec.components, type), false)}
          />
        )}
      </Field>
      {current && definition && <Settings definition={definition} value={current} onValue={onValue} onDone={onDone} />}
    </>
  );
}

/** Any number of components: each with a button to take it away, and one field to add another. */
export function ComponentsField({ spec, value, onValue, onDone }: Typed<ComponentsParam>) {
  const list = Array.isArray(value) ? value.flatMap((item: Json) => asComponent(item) ?? []) : [];
  const free = spec.components.filter(({ type }) => !list.some((item) => item.type === type));
  const put = (index: number, item: Json, gesture: boolean) =>
    onValue(list.toSpliced(index, 1, item as ComponentValue), gesture);
  return (
    <>
      <Field label={spec.label} help={spec.help} wide={hasLongTitles(spec)}>
        {({ id }) => (
          <div className={styles.chips}>
            {list.map((item, index) => {
              const title = spec.components.find(({ type }) => type === item.type)?.title ?? item.type;
              return (
                <span key={item.type} className={styles.chip}>
                  {title}
                  <IconButton
                    glyph="close"
                    glyphSize={12}
                    label={text('inspector.remove', { title })}
                    onClick={() => onValue(list.toSpliced(index, 1), false)}
                  />
                </span>
              );
            })}
            {free.length > 0 && (
              <Select
                id={id}
                data={free.map(({ type, title }) => ({ value: type, label: title }))}
                value={null}
                placeholder={text('inspector.add')}
                onChange={(type) => {
                  if (type !== null) onValue([...list, newValue(spec.components, type)], false);
                }}
              />
            )}
          </div>
        )}
      </Field>
      {list.map((item, index) => {
        const definition = spec.components.find(({ type }) => type === item.type);
        return definition ? (
          <Settings
            key={item.type}
            definition={definition}
            value={item}
            onDone={onDone}
            onValue={(next, gesture) => put(index, next, gesture)}
          />
        ) : null;
      })}
    </>
  );
}

interface SettingsProps {
  readonly definition: Component;
  readonly value: ComponentValue;
  readonly onValue: ValueFieldProps['onValue'];
  readonly onDone: () => void;
}

function Settings({ definition, value, onValue, onDone }: SettingsProps) {
  const specs = Object.entries(definition.params) as [string, Param][];
  if (specs.length === 0) return null;
  const field = (key: string, spec: Param) => (
    <ValueField
      key={key}
      spec={spec}
      value={value[key]}
      onDone={onDone}
      onValue={(next, gesture) => onValue({ ...value, [key]: next }, gesture)}
    />
  );
  return (
    <fieldset className={styles.nested} data-nested aria-label={definition.title}>
      {specs.filter(([, { group }]) => group === 'main').map(([key, spec]) => field(key, spec))}
      {foldedGroups.map((group) => (
        <FoldedParams
          key={group}
          group={group}
          specs={specs.filter(([, spec]) => spec.group === group)}
          params={value}
          field={field}
        />
      ))}
    </fieldset>
  );
}
