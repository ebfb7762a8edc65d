import { Readable } from 'node:stream';
import { failPoint } from '@kanban/service';

/** The progress of a mail when sending ends, in any way. */
export type HandOver = 'not begun' | 'asking' | 'overtaken' | 'done';

/**
 * Holds back the end of a mail until `mayHandOver` says yes. The end-of-data line follows the end of the stream, and a
 * server must not accept a mail without it. So a cut before the answer means "not sent", and one after it "may have
 * been sent". Without the gate, a refused connection and a cut after the end of data look the same.
 */
export class HandOverGate {
  #handOver: HandOver = 'not begun';
  readonly #mayHandOver: () => Promise<boolean>;

  constructor(mayHandOver: () => Promise<boolean>) {
    this.#mayHandOver = mayHandOver;
  }

  get handOver(): HandOver {
    return this.#handOver;
  }

  /**
   * The mail's stream with its end held back. It reads only when it is read, that is, after the server accepted the
   * envelope; a Transform would fill its buffers and ask before the connection is open.
   */
  guard(mail: Readable): Readable {
    let isBegun = false;
    const guarded = new Readable({
      read: () => {
        if (isBegun) {
          mail.resume();
          return;
        }
        isBegun = true;
        mail.on('data', (chunk) => {
          if (!guarded.push(chunk)) mail.pause();
        });
        mail.on('end', () => {
          this.#askToEnd(guarded);
        });
      },
    });
    mail.on('error', (error) => guarded.destroy(error));
    return guarded;
  }

  async #askToEnd(guarded: Readable): Promise<void> {
    this.#handOver = 'asking';
    // A kill leaves a mail without its end, which no server may accept; the next notifier sends it as the first copy.
    failPoint('email body written');
    try {
      const isAllowed = await this.#mayHandOver();
      // Given up while we asked: nothing more is sent.
      if (guarded.destroyed) return;
      // A kill leaves the note and a mail without its end: the next copy is the first one, but is marked.
      failPoint('email hand-over noted');
      this.#handOver = isAllowed ? 'done' : 'overtaken';
      if (isAllowed) {
        guarded.push(null);
        // A kill leaves a mail that the server has, without its answer: the second copy is marked.
        guarded.once('end', () => setImmediate(failPoint, 'email handed over'));
      } else {
        guarded.destroy(new Error('Another notifier has taken the delivery over'));
      }
    } catch (error) {
      guarded.destroy(error as Error);
    }
  }
}
