import { Transform, type TransformCallback } from 'node:stream';

/** Where a mail is when sending it ends, however it ends. */
export type HandOver = 'not begun' | 'asking' | 'overtaken' | 'done';

/**
 * The last piece of a mail's stream: holds its end back until `mayHandOver` says yes. The end-of-data line follows the end
 * of the stream, and without it a mail server must not accept the mail; so a cut before the answer means "not sent", and
 * one after it means "may have been sent". A refused connection and a cut after DATA look the same otherwise.
 */
export class HandOverGate extends Transform {
  #handOver: HandOver = 'not begun';
  readonly #mayHandOver: () => Promise<boolean>;

  constructor(mayHandOver: () => Promise<boolean>) {
    super();
    this.#mayHandOver = mayHandOver;
  }

  get handOver(): HandOver {
    return this.#handOver;
  }

  override _transform(chunk: unknown, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.#handOver = 'asking';
    this.#mayHandOver().then(
      (allowed) => {
        // The connection was given up while we asked: nothing more goes out.
        if (this.destroyed) return;
        this.#handOver = allowed ? 'done' : 'overtaken';
        done(allowed ? null : new Error('Another notifier has taken the delivery over'));
      },
      (error: Error) => done(error),
    );
  }
}
