import { z } from 'zod';

/** The columns a step is for, by name; null for all that it can be for. */
export const columnsOfStep = z.array(z.string()).readonly().nullable();
