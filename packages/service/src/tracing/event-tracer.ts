/** What a span says beside its name: ids and states, never what a message says or to whom. */
export type Words = Readonly<Record<string, string | number | boolean>>;

/**
 * Spans of the way of an event. All spans of one event are of one trace, in whichever process: its id is made from the board
 * and the event's id, as a trigger can make no spans and a job need not carry a context then (`bullmq-otel` would start a
 * trace for each batch of jobs instead). Times are ms since the epoch.
 */
export interface EventTracer {
  /** The event itself, from its commit to its deliveries: the parent of all others, the same one however often it is told. */
  event(eventId: number, name: string, fromMs: number, toMs: number, words: Words): void;
  /** Something that was done for an event. */
  span(eventId: number, name: string, fromMs: number, toMs: number, words: Words, error?: unknown): void;
  /** Hands over what was not sent yet; never waits long. */
  close(): Promise<void>;
}
