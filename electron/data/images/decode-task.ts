import type { ImageForm } from '../../../shared/data/image-form.ts';
import type { Words } from '../../../shared/messages/sentence.ts';

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

/** What a worker is sent: a task, and memory for its pixels, which is handed over; it takes new memory where there is none, or too little. */
export interface DecodeMessage extends DecodeTask {
  readonly memory: ArrayBuffer | null;
}

/** The images of a task: their pixels, one after the other, in memory that is handed over, and for each image the reason why it has none, or null. */
export interface DecodeAnswer {
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** The CRC-32 of the pixels of each image: where they were written just now, that takes a third of the time. */
  readonly checksums: readonly number[];
  readonly broken: readonly (Words | null)[];
}

/** What a worker is started with: its only number is the place of the image that it is at, for when it does not come back. */
export interface DecodeWorkerData {
  readonly current: Int32Array;
}

/** What stands there until the first image is begun. */
export const notBegun = -1;
