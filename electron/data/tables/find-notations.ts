import { cut } from '../../../shared/messages/cut.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { columnName, quote } from './database.ts';
import type { Relation } from './database-table.ts';
import {
  type DateNotation,
  type DateReading,
  type DateSigns,
  type DecidedOrder,
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
  readonly dates: readonly (DateReading | null)[];
  readonly warnings: readonly Words[];
}

/** Asks about the cells that are looked at, some columns at a time; answers the rows of all. */
type QueryCells = (sqlOf: (cells: string) => string) => Promise<Readonly<Record<string, unknown>>[]>;

/** Finds the notations of a relation's columns by cells as they are written. */
export async function findNotations(
  { columns, usualNotation, knownNotations = {} }: Relation,
  query: QueryCells,
): Promise<Notations> {
  const names = columns.map(({ name }) => name);
  const isWritten = columns.some(({ type }) => type === 'written');
  const known = columns.map(({ name, type }) =>
    type === 'written' && Object.hasOwn(knownNotations, name) ? knownNotations[name] : undefined,
  );
  const found = isWritten ? await query(anyNotationSql) : [];
  const any = { commas: found.some(({ commas }) => commas !== 0), dates: found.some(({ dates }) => dates !== 0) };
  const warnings: Words[] = [];
  const commas = known.map((notation) => (notation === 'comma' ? notation : undefined));
  const signsOf = async <Signs>(sqlOf: (cells: string) => string) => {
    const found = new Map((await query(sqlOf)).map((row) => [row.name, row]));
    return columns.map((_, at) => found.get(columnName(at)) as Signs | undefined);
  };

  async function findNumbers(): Promise<readonly NumberNotation[]> {
    const isAnyKnown = commas.some((notation) => notation !== undefined);
    if (!isAnyKnown && !any.commas) return columns.map(() => usualNotation);
    const signs = await signsOf<NotationSigns>((cells) => notationSql(cells, quote));
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

  async function findDates(): Promise<readonly (DateReading | null)[]> {
    if (!any.dates) return columns.map(() => null);
    const signs = await signsOf<DateSigns>((cells) => dateSignsSql(cells, quote));
    const orders = known.map((notation) => dateNotations.find((order) => order === notation));
    const decided = decideDateNotations(signs, orders);
    const tell = (message: keyof typeof dataWarnings & `dates-${string}`, notation: DateNotation, isTold: boolean) => {
      const isIt = (order: DecidedOrder | null) => order?.notation === notation && order.isTold === isTold;
      const told = [...names.keys()].filter((at) => orders[at] === undefined && isIt(decided[at]!));
      if (told.length === 0) return;
      const example = signs[told[0]!]!.example!;
      const value = dayOf(example, notation);
      warnings.push(say(dataWarnings[message], { names: namesOf(told, names), example, value }));
    };
    tell('dates-day-first', 'day-first', true);
    tell('dates-month-first', 'month-first', true);
    tell('dates-either', 'month-first', false);
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
