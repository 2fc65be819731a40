import { NumberInput, Select } from '@mantine/core';
import type { DatasetSummary, Feature, Target } from '../../shared/data/dataset.ts';
import type { ColumnRole, DataDocument } from '../../shared/data/document.ts';
import type { Step } from '../../shared/data/steps/index.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import type { Problem } from '../../shared/graph/infer.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { run } from '../commands/command.ts';
import { setPreparation, setShare, setSplitSeed } from '../commands/data-commands.ts';
import { RepairAllButton, RepairButton } from '../commands/RepairButton.tsx';
import { problemWords } from '../messages/problem-words.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { Fine } from '../parts/Fine.tsx';
import { Glyph, type GlyphName } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import { showCount, showShare } from '../training/number-text.ts';
import { mostHeldOut, type ScaleMethod, testIsOfficial, withScaling, withTokens } from './data-edits.ts';
import styles from './data-side.module.css';

interface DataSideProps {
  readonly summary: DatasetSummary;
}

/** What needs a look, what the model will see, the split and the preparation. */
export function DataSide({ summary }: DataSideProps) {
  const data = useEditorState(({ document }) => document.project.data);
  return (
    <div className={`${parts.scroll} ${styles.all}`}>
      <Warnings warnings={summary.warnings} />
      <Sees summary={summary} />
      <Fit summary={summary} />
      <Split data={data} summary={summary} />
      <Preparation data={data} summary={summary} />
    </div>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly Words[] }) {
  if (warnings.length === 0) return null;
  return (
    <section className={styles.first}>
      <h3>
        {text('data.needsALook')} <span className={styles.number}>{warnings.length}</span>
      </h3>
      <ul className={styles.warnings}>
        {warnings.map((warning) => (
          <li key={inWords(warning)}>
            <Glyph name="alert" />
            <span>{inWords(warning)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const featureGlyphs: Readonly<Record<Feature['kind'], GlyphName>> = { numbers: 'hash', image: 'image', tokens: 'text' };

function Sees({ summary: { features, targets, columns } }: DataSideProps) {
  const lacks = (role: ColumnRole) => !columns.some((column) => column.role === role);
  // Where the roles are set, what is in the way stands among the warnings.
  const isHeldUp = features.length + targets.length === 0 && !lacks('input') && !lacks('target');
  return (
    <section className={parts.section}>
      <h3>{text('data.sees')}</h3>
      <ul className={styles.seen}>
        {features.map((feature) => (
          <li key={feature.name}>
            <Glyph name={featureGlyphs[feature.kind]} />
            <span className={parts.grow}>
              <b className={parts.cut} title={feature.name}>
                {feature.name}
              </b>
              <span className={styles.note}>{featureText(feature)}</span>
            </span>
            <span className={parts.badge} data-tone="accent">
              {text('data.input')}
            </span>
          </li>
        ))}
        {features.length === 0 && lacks('input') && <li className={styles.lack}>{text('data.noFeatures')}</li>}
        {targets.map((target) => (
          <li key={target.name}>
            <Glyph name={target.kind === 'classes' ? 'tag' : 'hash'} />
            <span className={parts.grow}>
              <b className={parts.cut} title={target.name}>
                {target.name}
              </b>
              <span className={styles.note} title={target.classes?.join(', ')}>
                {targetText(target)}
              </span>
            </span>
            <span className={parts.badge} data-tone="ok">
              {text('data.target')}
            </span>
          </li>
        ))}
        {targets.length === 0 && lacks('target') && <li className={styles.lack}>{text('data.noTargets')}</li>}
        {isHeldUp && <li className={styles.lack}>{text('data.seesNothing')}</li>}
      </ul>
    </section>
  );
}

function featureText({ kind, shape, dtype, vocabularySize }: Feature): string {
  const size = shape.reduce((product, side) => product * side, 1);
  const what =
    kind === 'numbers' && size === 1
      ? text('data.featureOne')
      : text(`data.feature-${kind}`, { size: showCount(size) });
  return [
    what,
    ...(kind === 'numbers' ? [] : [inWords(shapeWords(shape))]),
    dtype,
    ...(vocabularySize === null ? [] : [text('data.vocabulary', { size: showCount(vocabularySize) })]),
  ].join(' · ');
}

/** Characters of a class name that are shown in a list of them. */
const longestName = 24;

function targetText({ classes }: Target): string {
  if (classes === null) return text('data.targetNumber');
  const few = inList(
    classes.slice(0, 4).map((name) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name)),
  );
  return `${text('data.targetClasses', { classes: classes.length })} · ${few}${classes.length > 4 ? ' …' : ''}`;
}

/** Whether the model on the canvas fits, with the way to make it fit. */
function Fit({ summary }: DataSideProps) {
  const graph = mainGraph(useEditorState(({ document }) => document.project.model));
  const model = useEditorState(({ document }) => document.project.model);
  const { problems, inference } = useFindings();
  if (Object.keys(graph.blocks).length === 0) return null;
  const misfits = problems.filter(({ problem }) => problem.startsWith('data-'));
  if (misfits.length === 0) {
    return (
      <section className={parts.section}>
        <Fine>{text('data.fits')}</Fine>
      </section>
    );
  }
  const repairable = misfits.filter((found) => repairsFor(model, inference, found, summary).length > 0);
  return (
    <section className={parts.section}>
      <h3>{text('data.misfit')}</h3>
      {misfits.map((found) => (
        <Misfit key={`${found.block} ${found.problem}`} found={found} summary={summary} />
      ))}
      {repairable.length > 1 && (
        <RepairAllButton className={styles.everything} variant="light">
          {text('data.repairs')}
        </RepairAllButton>
      )}
    </section>
  );
}

function Misfit({ found, summary }: { readonly found: Problem; readonly summary: DatasetSummary }) {
  const model = useEditorState(({ document }) => document.project.model);
  const { inference } = useFindings();
  return (
    <div className={styles.misfit}>
      <Glyph name="stopSign" />
      <div>
        <p>{problemWords(found)}</p>
        {repairsFor(model, inference, found, summary).map((one) => (
          <RepairButton key={`${one.repair} ${one.values.value}`} way={one} size="compact-xs" variant="default" />
        ))}
      </div>
    </div>
  );
}

const partColours = { train: 'var(--c-train)', validation: 'var(--c-val)', test: 'var(--c-ref-2)' } as const;

function Split({ data, summary: { rows } }: DataSideProps & { readonly data: DataDocument }) {
  const editor = useEditor();
  const official = testIsOfficial(data.source);
  const all = Math.max(1, rows.train + rows.validation + rows.test);
  const shares = { train: rows.train / all, validation: rows.validation / all, test: rows.test / all };
  const parts3 = ['train', 'validation', 'test'] as const;
  /** Rows of the official test part, which validation shares. */
  const held = rows.validation + rows.test;
  const setTo = (part: 'validation' | 'test', share: number) =>
    run(editor, setShare, { part, share, testIsOfficial: official }, `split-${part}`);
  return (
    <section className={parts.section}>
      <div className={parts.sectionHead}>
        <h3>{text('data.split')}</h3>
        <span className={styles.note}>{text('data.splitRandom')}</span>
      </div>
      <div
        className={styles.bar}
        role="img"
        aria-label={text('data.splitBar', {
          train: showShare(shares.train, 0),
          validation: showShare(shares.validation, 0),
          test: showShare(shares.test, 0),
        })}
      >
        {parts3.map(
          (part) => rows[part] > 0 && <i key={part} style={{ flexGrow: rows[part], background: partColours[part] }} />,
        )}
      </div>
      <div className={styles.parts}>
        {parts3.map((part) => (
          <div key={part}>
            <span className={styles.part}>
              <i style={{ background: partColours[part] }} />
              {text(`data.${part}`)} <b>{showShare(shares[part], 0)}</b>
            </span>
            <span className={styles.note}>
              {text(official ? 'data.imagesInPart' : 'data.rows', { rows: showCount(rows[part]) })}
            </span>
          </div>
        ))}
      </div>
      <div className={styles.fields}>
        {official ? (
          <NumberInput
            size="xs"
            label={text('data.officialValidation')}
            value={Math.round(data.split.validation * held)}
            min={0}
            max={Math.floor(mostHeldOut * held)}
            step={500}
            thousandSeparator=","
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="strict"
            onChange={(count) => typeof count === 'number' && setTo('validation', count / Math.max(1, held))}
          />
        ) : (
          <>
            <Percent
              label={text('data.validation')}
              value={data.split.validation}
              most={mostHeldOut - data.split.test}
              onChange={(share) => setTo('validation', share)}
            />
            <Percent
              label={text('data.test')}
              value={data.split.test}
              most={mostHeldOut - data.split.validation}
              onChange={(share) => setTo('test', share)}
            />
          </>
        )}
        <NumberInput
          size="xs"
          label={text('data.seed')}
          value={data.split.seed}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          onChange={(seed) => typeof seed === 'number' && run(editor, setSplitSeed, { seed }, 'split-seed')}
        />
      </div>
      <p className={styles.hint}>
        {official
          ? text('data.officialTest', {
              official: showCount(held),
              validation: showCount(rows.validation),
              test: showCount(rows.test),
            })
          : text('data.usedOnce')}
      </p>
    </section>
  );
}

interface PercentProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (share: number) => void;
}

function Percent({ label, value, most, onChange }: PercentProps) {
  return (
    <NumberInput
      size="xs"
      label={label}
      value={Math.round(value * 100)}
      min={0}
      max={Math.round(most * 100)}
      suffix={text('training.share', { value: '' })}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      onChange={(percent) => typeof percent === 'number' && onChange(percent / 100)}
    />
  );
}

function Preparation({ data, summary: { columns, features } }: DataSideProps & { readonly data: DataDocument }) {
  const editor = useEditor();
  const scaled = data.preparation.find((step) => step.step === 'scale');
  const tokenized = data.preparation.find((step) => step.step === 'tokenize');
  const inputs = columns.filter(({ role }) => role === 'input');
  const numeric = inputs.some(({ kind }) => kind === 'numeric');
  const classes = inputs.some(({ kind }) => kind === 'categorical');
  const tokens = features.some(({ kind }) => kind === 'tokens');
  const images = features.some(({ kind }) => kind === 'image');
  const set = (steps: readonly Step[], gesture?: string) => run(editor, setPreparation, { steps }, gesture);
  const setTokens = (change: Parameters<typeof withTokens>[1], gesture: string) =>
    set(withTokens(data.preparation, change), gesture);
  const whole = (value: number | string, least: number): value is number => typeof value === 'number' && value >= least;
  return (
    <section className={parts.section}>
      <h3>{text('data.preparation')}</h3>
      <div className={styles.preparation}>
        {images && <p>{text('data.pixels')}</p>}
        {classes && <p>{text('data.oneHot')}</p>}
        {numeric && (
          <Select
            size="xs"
            label={text('data.scaling')}
            value={scaled?.method ?? 'none'}
            allowDeselect={false}
            data={(['standard', 'min-max', 'robust', 'none'] as const).map((value) => ({
              value,
              label: text(`data.scaling-${value}`),
            }))}
            onChange={(value) =>
              value && set(withScaling(data.preparation, value === 'none' ? null : (value as ScaleMethod)))
            }
          />
        )}
        {tokens && tokenized && (
          <>
            <NumberInput
              size="xs"
              label={text('data.vocabularySize')}
              description={text('data.vocabularyHelp')}
              value={tokenized.vocabularySize}
              min={3}
              step={1000}
              thousandSeparator=","
              allowDecimal={false}
              allowNegative={false}
              onChange={(value) => whole(value, 3) && setTokens({ vocabularySize: value }, 'vocabulary')}
            />
            <NumberInput
              size="xs"
              label={text('data.sequenceLength')}
              description={text('data.sequenceHelp')}
              value={tokenized.sequenceLength}
              min={1}
              step={10}
              allowDecimal={false}
              allowNegative={false}
              onChange={(value) => whole(value, 1) && setTokens({ sequenceLength: value }, 'sequence')}
            />
          </>
        )}
      </div>
      <p className={styles.hint}>
        {numeric || tokens || classes
          ? text('data.fitted')
          : images || features.length === 0
            ? ''
            : text('data.nothingToPrepare')}
      </p>
    </section>
  );
}
