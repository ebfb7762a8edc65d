/** The attributes of a span: ids and states, never the content or the recipient of a message. */
export type Words = Readonly<Record<string, string | number | boolean>>;

/**
 * Spans for the way of an event. All spans of one event belong to one trace, in every process. Its id is computed from
 * the board and the event's id, because triggers create no spans and jobs carry no context (`bullmq-otel` would start
 * one trace per batch). Times are in ms since 1970.
 */
export interface EventTracer {
  /**
   * The span of the event, from its commit to its deliveries: the parent of all others, and the same one if it is
   * reported again.
   */
  event(eventId: number, name: string, fromMs: number, toMs: number, words: Words): void;
  /** A step that was done for an event. */
  span(eventId: number, name: string, fromMs: number, toMs: number, words: Words, error?: unknown): void;
  /** Sends spans that were not sent yet; never waits long. */
  close(): Promise<void>;
}
