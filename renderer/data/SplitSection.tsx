import { NumberInput } from '@mantine/core';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { type Part, parts as partNames } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { run } from '../commands/command.ts';
import { setShare, setSplitSeed } from '../commands/data-commands.ts';
import { inWords, text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { useEditor } from '../store/use-editor.ts';
import { shortCount, showCount, showShare } from '../training/number-text.ts';
import { CopiesSection } from './copies/CopiesSection.tsx';
import { DataProblem } from './DataProblem.tsx';
import { mostHeldOut, testIsOfficial } from './data-edits.ts';
import styles from './data-side.module.css';
import { partColours } from './part-colours.ts';
import { SplitMethodSetting } from './SplitMethodSetting.tsx';
import { problemsAt } from './steps/data-problems.ts';

interface SplitSectionProps {
  readonly data: DataDocument;
  readonly summary: DatasetSummary;
}

/** Which rows train, validate and test: what that goes by, how many they are, and their shares where those are a choice. */
export function SplitSection({ data, summary: { rows, columns, warnings, given = [] } }: SplitSectionProps) {
  const official = testIsOfficial(data.source);
  const isText = data.source.kind === 'next-token';
  const problems = problemsAt('split', warnings);
  return (
    <section className={parts.section} aria-label={text('data.split')}>
      <h3>{text('data.split')}</h3>
      <div className={styles.split}>
        {columns.length > 0 && !isText && <SplitMethodSetting split={data.split} columns={columns} />}
        {problems.map((problem) => (
          <DataProblem key={inWords(problem)} problem={problem} />
        ))}
        {/* Without a split there are no parts to count. */}
        {problems.length === 0 && <Parts rows={rows} count={countOf(data)} />}
        <Shares data={data} rows={rows} given={given} />
      </div>
      <p className={styles.hint}>
        {official
          ? text('data.officialTest', {
              official: showCount(rows.validation + rows.test),
              validation: showCount(rows.validation),
              test: showCount(rows.test),
            })
          : text(hintOf(given, isText))}
      </p>
      <CopiesSection data={data} />
    </section>
  );
}

/** What is said of the parts. */
function hintOf(given: readonly Part[], isText: boolean) {
  if (given.includes('validation')) return 'data.givenParts';
  if (given.includes('test')) return 'data.givenTest';
  return isText ? 'data.splitByPosition' : 'data.usedOnce';
}

/** A number of samples in words; `shown` is how the number is written. */
type Count = (samples: number, shown: string) => string;

/** What the samples of a part are called. */
function countOf({ source, windows }: DataDocument): Count {
  if (testIsOfficial(source) || source.kind === 'image-folder')
    return (_, shown) => text('data.imagesInPart', { rows: shown });
  // That they are windows is said above; with the word they would run into each other.
  if (windows !== null || source.kind === 'next-token') return (_, shown) => shown;
  return (samples, shown) => (samples === 1 ? text('data.rowsOne') : text('data.rows', { rows: shown }));
}

/** The parts as a bar and as counts. */
function Parts({ rows, count }: { readonly rows: DatasetSummary['rows']; readonly count: Count }) {
  const all = Math.max(1, rows.train + rows.validation + rows.test);
  // Millions of rows would run into each other.
  const show = all >= 1_000_000 ? shortCount : showCount;
  const shareOf = (part: keyof typeof rows) => showShare(rows[part] / all, 0);
  return (
    <div>
      <div
        className={styles.bar}
        role="img"
        aria-label={text('data.splitBar', {
          train: shareOf('train'),
          validation: shareOf('validation'),
          test: shareOf('test'),
        })}
      >
        {partNames.map(
          (part) => rows[part] > 0 && <i key={part} style={{ flexGrow: rows[part], background: partColours[part] }} />,
        )}
      </div>
      <div className={styles.parts}>
        {partNames.map((part) => (
          <div key={part}>
            <span className={styles.part}>
              <i style={{ background: partColours[part] }} />
              {text(`data.${part}`)} <b>{shareOf(part)}</b>
            </span>
            <span className={styles.note}>{count(rows[part], show(rows[part]))}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

interface SharesProps {
  readonly data: DataDocument;
  readonly rows: DatasetSummary['rows'];
  /** Parts that the data have by themselves. */
  readonly given: readonly Part[];
}

/** The shares of validation and test and the seed, those of them that count. */
function Shares({ data, rows, given }: SharesProps) {
  const editor = useEditor();
  const { source, split } = data;
  const official = testIsOfficial(source);
  // Where a column says which row is where, nothing is left to choose.
  if (split.method === 'column' && !official && source.kind !== 'next-token') return null;
  // Nor where the data have all parts that there are.
  if (given.includes('validation')) return null;
  /** Rows of the official test part, which validation shares. */
  const held = rows.validation + rows.test;
  const setTo = (part: 'validation' | 'test', share: number) =>
    run(editor, setShare, { part, share, testIsOfficial: official }, `split-${part}`);
  return (
    <div className={styles.fields}>
      {official ? (
        <NumberInput
          size="xs"
          label={text('data.officialValidation')}
          value={Math.round(split.validation * held)}
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
            value={split.validation}
            most={mostHeldOut - split.test}
            onChange={(share) => setTo('validation', share)}
          />
          {given.length === 0 && (
            <Percent
              label={text('data.test')}
              value={split.test}
              most={mostHeldOut - split.validation}
              onChange={(share) => setTo('test', share)}
            />
          )}
        </>
      )}
      {(official || (split.method !== 'time' && source.kind !== 'next-token')) && (
        <NumberInput
          size="xs"
          label={text('data.seed')}
          value={split.seed}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          onChange={(seed) => typeof seed === 'number' && run(editor, setSplitSeed, { seed }, 'split-seed')}
        />
      )}
    </div>
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
