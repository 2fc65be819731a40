import { cut } from '../../../shared/messages/cut.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { columnName, quote } from './database.ts';
import type { Relation } from './database-table.ts';
import {
  type DateNotation,
  type DateSigns,
  dateNotations,
  dateSignsSql,
  dayOf,
  decideDateNotations,
  showsDateSql,
} from './date-notation.ts';
import {
  decideNotations,
  type NotationSigns,
  type NumberNotation,
  notationSql,
  parseCommaNumber,
  showsCommaSql,
} from './number-notation.ts';

/** How written cells of each column are read, and what is to be said of that. */
export interface Notations {
  readonly numbers: readonly NumberNotation[];
  /** Null where no date of a column has the year last. */
  readonly dates: readonly (DateNotation | null)[];
  readonly warnings: readonly Words[];
}

type Query = (sql: string) => Promise<Readonly<Record<string, unknown>>[]>;

/** Finds the notations of a relation's columns; `cells` are those that are looked at, as they are written. */
export async function findNotations(
  { columns, usualNotation, knownNotations = {} }: Relation,
  cells: string,
  query: Query,
): Promise<Notations> {
  const names = columns.map(({ name }) => name);
  const isWritten = columns.some(({ type }) => type === 'written');
  const known = columns.map(({ name, type }) =>
    type === 'written' && Object.hasOwn(knownNotations, name) ? knownNotations[name] : undefined,
  );
  const [any] = isWritten ? await query(anyNotationSql(cells)) : [];
  const warnings: Words[] = [];
  const commas = known.map((notation) => (notation === 'comma' ? notation : undefined));
  const signsOf = async <Signs>(sql: string) => {
    const found = new Map((await query(sql)).map((row) => [row.name, row]));
    return columns.map((_, at) => found.get(columnName(at)) as Signs | undefined);
  };

  async function findNumbers(): Promise<readonly NumberNotation[]> {
    const isAnyKnown = commas.some((notation) => notation !== undefined);
    if (!isAnyKnown && !any?.commas) return columns.map(() => usualNotation);
    const signs = await signsOf<NotationSigns>(notationSql(cells, quote));
    const notations = decideNotations(signs, usualNotation, commas);
    const isOf = (at: number, isKnown: boolean) => signs[at] !== undefined && (commas[at] !== undefined) === isKnown;
    const comma = [...names.keys()].filter((at) => notations[at] === 'comma' && isOf(at, false));
    const point = [...names.keys()].filter(
      (at) => notations[at] !== 'comma' && isOf(at, true) && signs[at]!.commas === 0,
    );
    const tell = (told: readonly number[]) => ({ names: namesOf(told, names), example: signs[told[0]!]!.example! });
    if (comma.length > 0) {
      const values = tell(comma);
      warnings.push(say(dataWarnings['numbers-comma'], { ...values, value: parseCommaNumber(values.example) }));
    }
    if (point.length > 0) warnings.push(say(dataWarnings['numbers-point'], tell(point)));
    return notations;
  }

  async function findDates(): Promise<readonly (DateNotation | null)[]> {
    if (!any?.dates) return columns.map(() => null);
    const signs = await signsOf<DateSigns>(dateSignsSql(cells, quote));
    const orders = known.map((notation) => dateNotations.find((order) => order === notation));
    const decided = decideDateNotations(signs, orders);
    const tell = (message: 'dates-day-first' | 'dates-month-first' | 'dates-either', isIt: (at: number) => boolean) => {
      const told = [...names.keys()].filter((at) => decided[at] !== null && orders[at] === undefined && isIt(at));
      if (told.length === 0) return;
      const first = told[0]!;
      const { example } = signs[first]!;
      const value = dayOf(example, decided[first]!.notation);
      warnings.push(say(dataWarnings[message], { names: namesOf(told, names), example, value }));
    };
    const isOf = (notation: DateNotation) => (at: number) => decided[at]!.isTold && decided[at]!.notation === notation;
    tell('dates-day-first', isOf('day-first'));
    tell('dates-month-first', isOf('month-first'));
    tell('dates-either', (at) => !decided[at]!.isTold);
    return decided.map((order) => order?.notation ?? null);
  }

  return { numbers: await findNumbers(), dates: await findDates(), warnings };
}

function namesOf(places: readonly number[], names: readonly string[]): string {
  return cut(places.map((at) => `"${names[at]}"`).join(', '), 200);
}

/** Counts, over all columns, numbers with a comma and dates with the year last: few tables have any, and a look for them is cheap. */
function anyNotationSql(cells: string): string {
  return `SELECT (count(*) FILTER (comma))::INTEGER AS commas, (count(*) FILTER (date))::INTEGER AS dates
    FROM (
      SELECT ${showsCommaSql('cell', quote)} AS comma, ${showsDateSql('cell', quote)} AS date
      FROM (UNPIVOT ${cells} ON COLUMNS(*) INTO NAME name VALUE cell)
    )`;
}
