import { z } from 'zod';
import { type DataDocument, needsColumn, sourceSchema } from './document.ts';
import { imageFormSchema } from './image-form.ts';

/** What a path turned out to be, and what of the data document has to follow from it. */
export const foundSourceSchema = z.strictObject({
  source: sourceSchema,
  /** The column that says the part of each row; null where there is none. */
  partColumn: z.string().nullable(),
  /** What suits the images that were found; null for data without images. */
  imageForm: imageFormSchema.nullable(),
});
export type FoundSource = Readonly<z.infer<typeof foundSourceSchema>>;

/**
 * The data document for another source: its columns are looked at anew, preparation stays. A split that goes by a column does not, as the
 * other source has none, or means something else by it; and images get a step that says their size.
 */
export function withFoundSource(data: DataDocument, { source, partColumn, imageForm }: FoundSource): DataDocument {
  const split =
    partColumn !== null
      ? { ...data.split, method: 'column' as const, column: partColumn }
      : needsColumn(data.split.method)
        ? { ...data.split, method: 'stratified' as const, column: null }
        : data.split;
  const others = data.preparation.filter(({ step }) => step !== 'image');
  const preparation =
    imageForm === null ? data.preparation : [...others, { step: 'image' as const, columns: null, ...imageForm }];
  return { ...data, source, columns: {}, split, preparation };
}
