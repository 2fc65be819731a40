import { z } from 'zod';
import { type DataDocument, type DataSource, needsColumn, sourceSchema } from './document.ts';
import { imageFormSchema } from './image-form-schema.ts';
import { encode } from './steps/encode.ts';
import { tokenize } from './steps/tokenize.ts';

/** What a path turned out to be, and what of the data document has to follow from it. */
export const foundSourceSchema = z.strictObject({
  source: sourceSchema,
  /** The column that says the part of each row; null where there is none. */
  partColumn: z.string().nullable(),
  /** Columns that name things by numbers or words that come again, such as a user: each is an input of its own, by the number of the thing. */
  keyColumns: z.array(z.string()).readonly(),
  /** What suits the images that were found; null for data without images. */
  imageForm: imageFormSchema.nullable(),
  /** What suits a text whose next token is to be told; null for other data. */
  textForm: tokenize.settings.pick({ tokenizer: true, lowercase: true, sequenceLength: true }).nullable(),
});
export type FoundSource = Readonly<z.infer<typeof foundSourceSchema>>;

/**
 * The data document for another source: its columns are looked at anew, no row is left out, preparation stays. A split that goes by a column does not, as the
 * other source has none, or means something else by it; images get a step that says their size,
 * and a text one that makes tokens of it.
 */
export function withFoundSource(
  data: DataDocument,
  { source, partColumn, keyColumns, imageForm, textForm }: FoundSource,
): DataDocument {
  const split =
    partColumn !== null
      ? { ...data.split, method: 'column' as const, column: partColumn }
      : needsColumn(data.split.method)
        ? { ...data.split, method: 'stratified' as const, column: null }
        : data.split;
  const images = imageForm === null ? [] : [{ step: 'image' as const, columns: null, ...imageForm }];
  const keys =
    keyColumns.length === 0 ? [] : [{ ...encode.defaults, method: 'index' as const, columns: [...keyColumns] }];
  const kept = data.preparation.filter((step) => imageForm === null || step.step !== 'image');
  // Before the step for all categories, which would leave nothing for it to do.
  const place = kept.findIndex(({ step }) => step === 'encode');
  const at = place < 0 ? kept.length : place;
  const preparation =
    images.length + keys.length === 0
      ? data.preparation
      : [...kept.slice(0, at), ...keys, ...kept.slice(at), ...images];
  return {
    ...data,
    source,
    columns: {},
    windows: null,
    excluded: [],
    split,
    preparation: withTextForm(preparation, textForm),
  };
}

/** The steps with what suits a text in the first that makes tokens of all texts, which is added where there is none. */
function withTextForm(steps: DataDocument['preparation'], form: FoundSource['textForm']): DataDocument['preparation'] {
  if (form === null) return steps;
  const place = steps.findIndex((step) => step.step === 'tokenize' && step.columns === null);
  if (place < 0) return [...steps, { ...tokenize.defaults, ...form }];
  return steps.map((step, at) => (at === place && step.step === 'tokenize' ? { ...step, ...form } : step));
}

/** A source of which nothing more is known. */
export function plainSource(source: DataSource): FoundSource {
  return { source, partColumn: null, keyColumns: [], imageForm: null, textForm: null };
}
