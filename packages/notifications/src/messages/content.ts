export type Facts = readonly (readonly [label: string, value: string])[];

/** What is said of one event, before it becomes a mail, blocks or a card: everything in it is plain text of unknown origin. */
export interface Content {
  readonly subject: string;
  readonly headline: string;
  readonly sentence: string;
  /** Label and value, shown as a small table. */
  readonly facts: Facts;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** An event of the outbox. */
export interface BoardEvent {
  readonly eventId: number;
  readonly topic: string;
  readonly payload: unknown;
  /** An ISO instant in UTC. */
  readonly occurredAt: string;
}

/** An event with what is said of it, in one-line texts, and where to look: the item first, if there is one. */
export interface Notice {
  readonly event: BoardEvent;
  readonly content: Content;
  readonly links: Links;
}

export interface Links {
  /** The journey of the item, where the event is about one. */
  readonly item?: Link;
  readonly chart: Link;
}

/** What one delivery says: of one event, or of several in a digest. Every channel renders it. */
export interface Message {
  /** The same for every copy of the delivery: what a receiver knows a second copy by. */
  readonly id: string;
  readonly subject: string;
  /** Above the notices of a digest. */
  readonly introduction?: string;
  readonly notices: readonly Notice[];
  /** Below everything, such as the way to unsubscribe. */
  readonly footer: readonly Link[];
}
