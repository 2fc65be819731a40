import { Button } from '@mantine/core';
import { memo } from 'react';
import {
  type ComponentValue,
  choice,
  component,
  flag,
  int,
  type Json,
  optionalInt,
  type Param,
} from '../../shared/blocks/params.ts';
import { type BlockId, mainGraph } from '../../shared/graph/document.ts';
import type { EngineState } from '../../shared/ipc/engines.ts';
import { leastFolds, mostFolds } from '../../shared/training/cross-validation.ts';
import { learnsClasses } from '../../shared/training/losses.ts';
import { optimizers } from '../../shared/training/optimizers.ts';
import { classWeightings, defaultTraining, type TrainingDocument } from '../../shared/training/settings.ts';
import { run } from '../commands/command.ts';
import { setTraining } from '../commands/training-commands.ts';
import { showEngines } from '../commands/view-commands.ts';
import { ParamField } from '../inspector/ParamField.tsx';
import { ValueField } from '../inspector/ValueField.tsx';
import { worded, wordedBlock } from '../messages/definitions.ts';
import { useLanguage } from '../messages/language.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import parts from '../parts/parts.module.css';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './train-settings.module.css';

/** The settings as specs, so that their fields are those of the inspector. */
const specs = () =>
  ({
    optimizer: component(text('training.method'), optimizers.map(worded), defaultTraining.optimizer as never),
    batchSize: int(text('training.batchSize'), defaultTraining.batchSize, {
      min: 1,
      help: text('training.batchSizeHelp'),
    }),
    epochs: int(text('training.epochs'), defaultTraining.epochs, { min: 1, help: text('training.epochsHelp') }),
    seed: int(text('training.seed'), defaultTraining.seed, { min: 0, help: text('training.seedHelp') }),
    classWeights: choice(text('training.classWeights'), classWeightings, defaultTraining.classWeights, {
      help: text('training.classWeightsHelp'),
    }),
    folds: optionalInt(text('training.folds'), {
      min: leastFolds,
      max: mostFolds,
      whenNull: text('training.foldsOff'),
      help: text('training.foldsHelp'),
    }),
    shuffle: flag(text('training.shuffle'), defaultTraining.shuffle),
  }) as const satisfies Partial<Record<keyof TrainingDocument, Param>>;

interface TrainSettingsProps {
  /** Whether a run is under way: its settings cannot change any more. */
  readonly locked: boolean;
}

/** How the next run trains: goal, optimizer, length, seed and engine. */
export const TrainSettings = memo(function TrainSettings({ locked }: TrainSettingsProps) {
  useLanguage();
  const graph = mainGraph(useEditorState(({ document }) => document.project.model));
  const outputs = Object.keys(graph.blocks)
    .filter((id) => graph.blocks[id]!.type === 'Output')
    .sort();
  const hasClasses = outputs.some((id) => learnsClasses((graph.blocks[id]!.params.loss as ComponentValue).type));
  return (
    <>
      <div className={parts.panelHead}>
        <h2>{text('training.settings')}</h2>
        {locked && (
          <span className={parts.badge} data-tone="accent" title={text('training.lockedHelp')}>
            <Glyph name="lock" size={12} />
            {text('training.locked')}
          </span>
        )}
      </div>
      <fieldset className={styles.all} disabled={locked} aria-label={text('training.settings')}>
        {outputs.length === 0 && (
          <section className={parts.section}>
            <h3>{text('training.goal')}</h3>
            <p className={styles.note}>{text('training.noOutput')}</p>
          </section>
        )}
        {outputs.map((id) => (
          <Goal key={id} id={id} single={outputs.length === 1} />
        ))}
        <section className={parts.section}>
          <h3>{text('training.optimizer')}</h3>
          <Setting name="optimizer" />
          {hasClasses && <Setting name="classWeights" />}
        </section>
        <section className={parts.section}>
          <h3>{text('training.length')}</h3>
          <Setting name="batchSize" />
          <Setting name="epochs" />
          <Setting name="folds" />
        </section>
        <section className={parts.section}>
          <h3>{text('training.repeatable')}</h3>
          <div className={styles.seed}>
            <div className={parts.grow}>
              <Setting name="seed" />
            </div>
            <NewSeed />
          </div>
          <Setting name="shuffle" />
        </section>
        <Engines />
      </fieldset>
    </>
  );
});

/** Loss and metrics of an Output: the same params as in the inspector. */
function Goal({ id, single }: { readonly id: BlockId; readonly single: boolean }) {
  const block = useEditorState(({ document }) => mainGraph(document.project.model).blocks[id]);
  const definition = block && wordedBlock(block.type);
  if (!block || !definition) return null;
  const main = (Object.entries(definition.params) as [string, Param][]).filter(([, spec]) => spec.group === 'main');
  return (
    <section className={parts.section}>
      <h3>{single ? text('training.goal') : text('training.goalOf', { output: block.name || id })}</h3>
      {main.map(([key, spec]) => (
        <ParamField key={key} block={id} param={key} spec={spec} value={block.params[key] as Json} />
      ))}
    </section>
  );
}

function Setting({ name }: { readonly name: keyof ReturnType<typeof specs> }) {
  const editor = useEditor();
  const value = useEditorState(({ document }) => document.project.training[name]);
  return (
    <ValueField
      spec={specs()[name] as Param}
      value={value as Json}
      onValue={(next, gesture) =>
        run(editor, setTraining, { change: { [name]: next } }, gesture ? `training ${name}` : undefined)
      }
      onDone={() => editor.endGesture()}
    />
  );
}

function NewSeed() {
  const editor = useEditor();
  return (
    <IconButton
      glyph="refresh"
      label={text('training.newSeed')}
      onClick={() =>
        run(editor, setTraining, { change: { seed: crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000 } })
      }
    />
  );
}

/** Which engine trains: those of this computer, with why one is or is not there. */
function Engines() {
  const editor = useEditor();
  const engines = useEditorState(({ view }) => view.engines);
  const chosen = useEditorState(({ document }) => document.project.training.engine);
  const choose = (engine: TrainingDocument['engine']) => run(editor, setTraining, { change: { engine } });
  return (
    <section className={parts.section}>
      <h3>{text('training.engine')}</h3>
      {engines === null ? (
        <p className={styles.note} role="status">
          {text('training.enginesLoading')}
        </p>
      ) : (
        <div className={styles.engines} role="radiogroup" aria-label={text('training.engine')}>
          <Engine
            name={text('training.engineAuto')}
            note={text('training.engineAutoHelp')}
            on={chosen === 'auto'}
            onChoose={() => choose('auto')}
          />
          {engines.map((engine) => (
            <Engine
              key={engine.name}
              name={[engine.name, engine.version].filter(Boolean).join(' ')}
              note={engineNote(engine)}
              on={chosen === engine.name}
              disabled={engine.state !== 'ready'}
              onChoose={() => choose(engine.name)}
            />
          ))}
        </div>
      )}
      <Button
        className={styles.manage}
        variant="subtle"
        size="compact-sm"
        onClick={() => run(editor, showEngines, true)}
      >
        {text('engines.manage')}
      </Button>
    </section>
  );
}

function engineNote({ state, device, reason }: EngineState): string {
  if (state === 'not-installed') return text('training.engineNotInstalled');
  if (state === 'ready') return inWords(device);
  return [text('training.engineUnavailable'), inWords(reason)].filter(Boolean).join(' · ');
}

interface EngineProps {
  readonly name: string;
  readonly note: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

function Engine({ name, note, on, disabled = false, onChoose }: EngineProps) {
  return (
    <label className={styles.engine} data-on={on || undefined} data-disabled={disabled || undefined}>
      <input type="radio" name="engine" checked={on} disabled={disabled} onChange={onChoose} />
      <span className={parts.grow}>
        <b>{name}</b>
        <span title={note}>{note}</span>
      </span>
    </label>
  );
}
