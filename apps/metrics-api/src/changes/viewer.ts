export interface Viewer {
  readonly body: ReadableStream<Uint8Array>;
  /** Puts it in the one slot, in the place of what has not been read. */
  tell(text: string): void;
  /** Tells nothing when something waits to be read anyway. */
  beat(text: string): void;
  /** Ends, after this, for who reads it. */
  end(text: string): void;
}

interface Options {
  /** What goes out at once. */
  readonly first: string;
  /** Who has not read for so long is let go. */
  readonly letGoMs: number;
  /** Called once: it has ended, been let go or gone. `isStuck`: it did not read, so its connection has to be cut. */
  onGone(isStuck: boolean): void;
}

/** One client that is told of changes. It has a slot, not a queue: nobody waits for it, and it takes the memory of one event. */
export function createViewer({ first, letGoMs, onGone }: Options): Viewer {
  const encoder = new TextEncoder();
  let slot: string | undefined;
  let asked: PromiseWithResolvers<void> | undefined;
  let isEnding = false;
  let isGone = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let unread: ReturnType<typeof setTimeout> | undefined;

  const gone = (isStuck: boolean) => {
    if (isGone) return;
    isGone = true;
    clearTimeout(unread);
    onGone(isStuck);
    asked?.resolve();
  };
  /** Gives the slot to who asks for it; whoever does not ask has as long as `letGoMs`. */
  const hand = () => {
    if (isGone) return;
    if (slot !== undefined && asked) {
      controller.enqueue(encoder.encode(slot));
      slot = undefined;
      clearTimeout(unread);
      unread = undefined;
      asked.resolve();
      asked = undefined;
    }
    if (slot === undefined && isEnding) {
      controller.close();
      gone(false);
    } else if (slot !== undefined && unread === undefined) {
      unread = setTimeout(letGo, letGoMs);
      unread.unref();
    }
  };
  const letGo = () => {
    controller.error(new Error('nothing was read'));
    gone(true);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      pull() {
        asked = Promise.withResolvers();
        const { promise } = asked;
        hand();
        return promise;
      },
      cancel: () => gone(false),
    },
    { highWaterMark: 0 },
  );
  const put = (text: string) => {
    // The first words are not overwritten: they hold when to come back.
    slot = slot === first && text !== first ? first + text : text;
    hand();
  };
  put(first);
  return {
    body,
    tell: put,
    beat: (text) => {
      if (slot === undefined) put(text);
    },
    end(text) {
      isEnding = true;
      put(text);
    },
  };
}
