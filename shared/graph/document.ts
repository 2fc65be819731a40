import { z } from 'zod';
import type { Json } from '../blocks/params.ts';
import { type Annotations, annotationSchema } from './annotations.ts';

/** Version of `model.json`; a change of form raises it and adds a migration. */
export const modelVersion = 1;

const json = z.json() as unknown as z.ZodType<Json>;

/** One block on the canvas. `type` is a string, not a known type: blocks of a newer version are kept as they are. */
export const blockSchema = z.strictObject({
  type: z.string().min(1),
  /** The user's own name, or empty; used in Keras code and to match data to Inputs and Outputs. */
  name: z.string(),
  params: z.record(z.string(), json),
});

/** One end of a wire. A block's output port is `output`; its input port is `input`, a name, or a number for `many`. */
const endSchema = z.strictObject({ block: z.string().min(1), port: z.string().min(1) });

export const wireSchema = z.strictObject({ from: endSchema, to: endSchema });

export const graphSchema = z.strictObject({
  blocks: z.record(z.string().min(1), blockSchema),
  wires: z.record(z.string().min(1), wireSchema),
});

/** `model.json`: the graphs by id. `main` is the model; others are sub-graphs that blocks refer to. */
export const modelSchema: z.ZodType<ModelDocument> = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(modelVersion),
  graphs: z.record(z.string().min(1), graphSchema).refine((graphs) => 'main' in graphs, 'a graph named "main"'),
});

export type BlockId = string;
export type WireId = string;
export type Block = Readonly<z.infer<typeof blockSchema>>;
export type Wire = Readonly<z.infer<typeof wireSchema>>;
export type Graph = {
  readonly blocks: Readonly<Record<BlockId, Block>>;
  readonly wires: Readonly<Record<WireId, Wire>>;
};
/** What the model is: nothing here is about how it looks on the canvas. */
export type ModelDocument = {
  readonly app: 'layerloom';
  readonly version: typeof modelVersion;
  readonly graphs: Readonly<Record<string, Graph>>;
};

/** A model without blocks. */
export const emptyModel: ModelDocument = {
  app: 'layerloom',
  version: modelVersion,
  graphs: { main: { blocks: {}, wires: {} } },
};

/** The graph that is the model. */
export function mainGraph(model: ModelDocument): Graph {
  return model.graphs.main!;
}

/** Version of `layout.json`. */
export const layoutVersion = 2;

/** Where the blocks of each graph stand, and the frames and notes beside them; without any there is no entry for those. */
export const placesOfGraphsSchema = z.record(
  z.string(),
  z.strictObject({
    positions: z.record(z.string(), z.tuple([z.number(), z.number()]).readonly()),
    annotations: z.record(z.string().min(1), annotationSchema).optional(),
  }),
);

/** `layout.json`: where blocks stand, in canvas pixels, with frames and notes. Nothing in it changes the model. */
export const layoutSchema: z.ZodType<LayoutDocument> = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(layoutVersion),
  graphs: placesOfGraphsSchema,
});
export type LayoutDocument = {
  readonly app: 'layerloom';
  readonly version: typeof layoutVersion;
  readonly graphs: Readonly<
    Record<
      string,
      { readonly positions: Readonly<Record<BlockId, readonly [number, number]>>; readonly annotations?: Annotations }
    >
  >;
};

export const emptyLayout: LayoutDocument = {
  app: 'layerloom',
  version: layoutVersion,
  graphs: { main: { positions: {} } },
};
