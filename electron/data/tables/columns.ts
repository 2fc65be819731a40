import type { ColumnKind, ColumnRole, DataDocument } from '../../../shared/data/document.ts';
import { concerns, defaultSteps, type Step } from '../../../shared/data/steps/index.ts';
import { dataMessages, dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { warnAboutOddCells } from './odd-cells.ts';
import type { ColumnProfile } from './table.ts';

/** How a column is read and what it is for. */
export interface ColumnSetting {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  /** The Input it goes to, where that is settled. */
  readonly input?: string | undefined;
}

/** The names of the columns that are targets. */
export function namesOfTargets(settings: readonly ColumnSetting[]): ReadonlySet<string> {
  return new Set(settings.flatMap(({ name, role }) => (role === 'target' ? [name] : [])));
}

/** Columns as settings and suggestions have them, and what is worth saying about that. */
export interface ResolvedColumns {
  readonly columns: readonly ColumnSetting[];
  readonly warnings: readonly Words[];
  /** Why nothing can be trained on them; the first says most. */
  readonly problems: readonly Words[];
}

/** A text has at least this many words on the average... */
const wordsOfText = 4;
/** ...and differs in at least this share of the rows. */
const distinctShareOfText = 0.5;
/** Whole numbers with at most this many values, each in this many rows on the average, are suggested as classes. */
const classesOfNumbers = 20;
const rowsOfClass = 10;
/** Categories of an input: at most this many, and at most this share of the rows once there are more than a few. */
const categoriesOfInput = 1000;
const fewCategories = 20;
const distinctShareOfCategories = 0.5;
/** Columns with values in a smaller share of the rows than this have next to nothing to learn from. */
const shareOfSparse = 0.01;
/** Whole numbers that name things, such as users, come again in so many rows on the average. */
const rowsOfKey = 3;
/** In the order of preference; in lower case. */
const targetNames = [
  'target',
  'label',
  'labels',
  'class',
  'y',
  'outcome',
  'output',
  'answer',
  'diagnosis',
  'survived',
  'churn',
];
const identifierName =
  /^(?:id|index|idx|row|row_?(?:number|id)|uuid|guid|unnamed(?:: |_)\d+)$|[_\s-](?:id|uuid|guid)$/i;
const momentName = /^(?:date|time|timestamp|year|month|day|hour)$|[_\s-](?:at|date|timestamp)$/i;
const camelIdentifierName = /[a-z](?:Id|ID)$/;

/** Whether a column is named as what names things; without a look at its cells. */
export function isNamedAsIdentifier(name: string): boolean {
  return identifierName.test(name) || camelIdentifierName.test(name);
}

/** Whether a column is named as what says when; without a look at its cells. */
export function isNamedAsMoment(name: string): boolean {
  return momentName.test(name);
}

/** Whether a column names things by whole numbers, each in several rows: sizes and sums of such numbers mean nothing. */
export function isKey({ name, present, distinct, numbers, notNumbers, whole }: ColumnProfile): boolean {
  return (
    isNamedAsIdentifier(name) &&
    numbers > 0 &&
    notNumbers === 0 &&
    whole &&
    distinct > 1 &&
    present >= distinct * rowsOfKey
  );
}

/**
 * The kind a look at the cells suggests: categories where numbers are names of things or too long to be told apart as numbers, numeric where
 * every other cell is a number, date where every cell is one; text where cells have `wordsOfText` words or more and differ mostly; categorical otherwise.
 */
export function suggestKind(profile: ColumnProfile): ColumnKind {
  const { present, distinct, numbers, notNumbers, dates, meanWords, merges } = profile;
  if (isKey(profile) || merges) return 'categorical';
  if (numbers > 0 && notNumbers === 0) return 'numeric';
  if (dates > 0 && dates === present) return 'date';
  return meanWords >= wordsOfText && distinct >= present * distinctShareOfText ? 'text' : 'categorical';
}

/** What suggestions go by beside the cells. */
export interface SuggestionOptions {
  /** The target of data that ships with the app. */
  readonly knownTarget?: string | null;
  /** The steps of the project: a date that none of them makes numbers of is no input. */
  readonly steps?: readonly Step[];
  /** How rows are split: a column that says the part of each row says nothing about new rows. */
  readonly split?: Pick<DataDocument['split'], 'method' | 'column'>;
  /** The column of the paths of images, which is an input whatever else it looks like. */
  readonly imageColumn?: string | null;
}

/**
 * Kind and role of every column: the settings where there are any, suggestions elsewhere. Suggested target: the column named target,
 * label, class, y or the like, else the last that is no text, no identifier and no moment and has values in half of the rows or more; only if no
 * setting names one. A target of few whole numbers is suggested as classes. Suggested as ignored: identifiers, columns that are empty or nearly so, and words that are nearly all different.
 */
export function resolveColumns(
  profiles: readonly ColumnProfile[],
  settings: DataDocument['columns'],
  { knownTarget = null, steps = defaultSteps, split, imageColumn = null }: SuggestionOptions = {},
): ResolvedColumns {
  const warnings: Words[] = [];
  const problems: Words[] = [];
  const names = new Set(profiles.map(({ name }) => name));
  const received = [...names].join(', ');
  for (const [name, { role }] of Object.entries(settings)) {
    if (names.has(name)) continue;
    if (role === 'ignored') warnings.push(say(dataWarnings['column-unknown'], { column: name }));
    else
      problems.push(
        say(dataMessages['column-missing'], {
          column: name,
          expected: say(phrases['column-as'], { column: name, role: say(phrases[`role-${role}`]) }),
          received,
        }),
      );
  }
  const goesByNumber = (name: string) =>
    steps.flatMap((step) =>
      step.step === 'encode' && concerns(step, { name, kind: 'categorical' }) ? [step.method] : [],
    )[0] === 'index';
  const settingOf = (name: string) => (Object.hasOwn(settings, name) ? settings[name] : undefined);
  const mostPresent = profiles.reduce((most, { present }) => Math.max(most, present), 0);
  const reasons = new Map(
    profiles.map((profile) => [
      profile.name,
      reasonToIgnore(
        profile,
        settingOf(profile.name)?.kind ?? suggestKind(profile),
        goesByNumber(profile.name),
        mostPresent,
      ),
    ]),
  );
  const hasTarget = profiles.some(({ name }) => settingOf(name)?.role === 'target');
  const hasDateParts = (name: string) =>
    steps.some((step) => step.step === 'date-parts' && concerns(step, { name, kind: 'date' }));
  const saysPart = (name: string) => split?.method === 'column' && split.column === name;
  const isFree = (name: string) =>
    settingOf(name) === undefined && reasons.get(name) === null && !saysPart(name) && name !== imageColumn;
  const guessed = hasTarget ? null : guessTarget(profiles, knownTarget, isFree, mostPresent);
  if (guessed !== null && !guessed.named) warnings.push(say(dataWarnings['target-guessed'], { column: guessed.name }));
  const columns = profiles.map((profile): ColumnSetting => {
    const { name } = profile;
    if (name === imageColumn) return { name, kind: 'text', role: 'input' };
    const set = settingOf(name);
    const kind = suggestKind(profile);
    // What is set as it is suggested need not have been chosen: a new project has every column set.
    const isKnown = kind === 'numeric' || kind === 'date' || (set !== undefined && set.kind !== kind);
    const odd = isKnown ? null : warnAboutOddCells(profile);
    if (odd !== null) warnings.push(odd);
    if (set !== undefined) return { name, ...set };
    if (name === guessed?.name) {
      if (kind !== 'numeric' || !looksLikeClasses(profile)) return { name, kind, role: 'target' };
      warnings.push(say(dataWarnings['target-as-classes'], { column: name, distinct: profile.distinct }));
      return { name, kind: 'categorical', role: 'target' };
    }
    if (saysPart(name)) return { name, kind, role: 'ignored' };
    const reason = reasons.get(name)! ?? (kind === 'date' && !hasDateParts(name) ? 'ignored-date' : null);
    if (reason === null) return { name, kind, role: 'input' };
    warnings.push(say(dataWarnings[reason], { column: name, distinct: profile.distinct, rows: profile.present }));
    return { name, kind, role: 'ignored' };
  });
  problems.push(...findRoleProblems(columns));
  return { columns, warnings, problems };
}

function findRoleProblems(columns: readonly ColumnSetting[]): Words[] {
  const targets = columns.filter(({ role }) => role === 'target');
  const problems: Words[] = targets
    .filter(({ kind }) => kind === 'text' || kind === 'date')
    .map(({ name, kind }) => say(dataMessages[kind === 'text' ? 'target-text' : 'target-date'], { column: name }));
  if (targets.length === 0) problems.push(dataMessages['no-target']);
  if (!columns.some(({ role }) => role === 'input')) problems.push(dataMessages['no-input']);
  return problems;
}

type ReasonToIgnore = 'ignored-identifier' | 'ignored-empty' | 'ignored-sparse' | 'ignored-many';

function reasonToIgnore(
  { name, present, distinct, notNumbers, whole }: ColumnProfile,
  kind: ColumnKind,
  goesByNumber: boolean,
  mostPresent: number,
): ReasonToIgnore | null {
  if (present === 0) return 'ignored-empty';
  if (present < mostPresent * shareOfSparse && !targetNames.includes(name.toLowerCase())) return 'ignored-sparse';
  // A measured number may differ in every row too; a counted or written name of the row does.
  if (isNamedAsIdentifier(name) && distinct === present && present > 1 && (notNumbers > 0 || whole))
    return 'ignored-identifier';
  // By its number a category takes one place, however many there are: only those that never come again teach nothing.
  if (kind !== 'categorical' || (goesByNumber && distinct * rowsOfKey <= present)) return null;
  const many = distinct > fewCategories && distinct > present * distinctShareOfCategories;
  return many || distinct > categoriesOfInput ? 'ignored-many' : null;
}

/** The likeliest target among the columns that may be one, and whether its name says so. */
function guessTarget(
  profiles: readonly ColumnProfile[],
  knownTarget: string | null,
  isFree: (name: string) => boolean,
  mostPresent: number,
): { readonly name: string; readonly named: boolean } | null {
  const free = profiles.filter((profile) => isFree(profile.name) && !['text', 'date'].includes(suggestKind(profile)));
  for (const wanted of knownTarget === null ? targetNames : [knownTarget]) {
    const found = free.find(({ name }) => name.toLowerCase() === wanted);
    if (found !== undefined) return { name: found.name, named: true };
  }
  // A column with hardly a value, or of moments, is told of others only where there is nothing else.
  const last =
    free.findLast(({ name, present }) => present * 2 >= mostPresent && !isNamedAsMoment(name)) ?? free.at(-1);
  return last === undefined ? null : { name: last.name, named: false };
}

function looksLikeClasses({ present, distinct, whole }: ColumnProfile): boolean {
  if (!whole || distinct < 2) return false;
  return distinct === 2 || (distinct <= classesOfNumbers && present >= distinct * rowsOfClass);
}
