import type { ImageForm } from '../../../../shared/data/image-form.ts';
import type { Words } from '../../../../shared/messages/sentence.ts';

/** An image file and what it is to become. */
export interface DecodeItem {
  readonly path: string;
  readonly form: ImageForm;
  /** How large the file is, where that is known: the time that it takes goes by it. */
  readonly fileBytes?: number;
}

/** A few images for one worker to decode, one after the other. */
export interface DecodeTask {
  readonly items: readonly DecodeItem[];
  /** Its only number becomes 1 when nobody wants the images any more; memory that the threads share. */
  readonly stop: Int32Array;
}

/** A task, and memory for its pixels, which is handed over; the worker takes new memory where there is none, or too little. */
export interface DecodeMessage extends DecodeTask {
  readonly memory: ArrayBuffer | null;
}

/** The images of a task: their pixels, one after the other, in memory that is handed over, and what became of each; of none that a stop left out. */
export interface DecodeAnswer {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly images: readonly DecodeOutcome[];
}

/** The CRC-32 of an image's pixels, which takes a third of the time where they were written just now; or the reason why there are none. */
export type DecodeOutcome = { readonly checksum: number } | { readonly broken: Words };

/** What a worker is started with: two numbers in memory that is shared, at the places below. */
export interface DecodeWorkerData {
  readonly state: Int32Array;
}

export const statePlaces = {
  /** The place of the image that the worker is at, for when it does not come back; `notBegun` between two tasks. */
  image: 0,
  /** 1 once no image is to be begun any more. */
  isEnding: 1,
} as const;

export const notBegun = -1;
