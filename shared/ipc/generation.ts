import { z } from 'zod';

/** The most tokens that are written at once. */
export const mostTokens = 10_000;

/** What a model that tells the next token is to write. */
export const generatedSchema = z.strictObject({
  /** The run by its folder. */
  directory: z.string().min(1),
  /** What it goes on from. */
  prompt: z.string().min(1),
  /** How many tokens. */
  tokens: z.int().min(1).max(mostTokens),
  /** 1 keeps the model's probabilities, less makes the likely ones likelier, 0 takes the likeliest always. */
  temperature: z.number().min(0).max(100),
  /** The same seed gives the same text. */
  seed: z.int().min(0),
});
export type Generated = Readonly<z.infer<typeof generatedSchema>>;

/** The text that was written, without the prompt: up to when it was cancelled, if it was. */
export const generationSchema = z.strictObject({ outcome: z.enum(['done', 'cancelled']), text: z.string() });
export type Generation = Readonly<z.infer<typeof generationSchema>>;
