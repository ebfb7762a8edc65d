export type Facts = readonly (readonly [label: string, value: string])[];

/** The text about one event, before it becomes a mail, blocks or a card. All of it is plain text of unknown origin. */
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

/** An event with its text, in single lines, and its links: first the item, if there is one. */
export interface Notice {
  readonly event: BoardEvent;
  readonly content: Content;
  readonly links: Links;
}

export interface Links {
  /** The journey of the item, if the event is about one. */
  readonly item?: Link;
  readonly chart: Link;
}

/** The content of one delivery: one event, or several in a digest. Every channel renders it. */
export interface Message {
  /** The same for every copy of the delivery, so a receiver can recognize a second copy. */
  readonly id: string;
  readonly subject: string;
  /** Above the notices of a digest. */
  readonly introduction?: string;
  readonly notices: readonly Notice[];
  /** Why it was sent, at the end of a mail. */
  readonly why?: string;
  /** Links at the end, such as the one to unsubscribe. */
  readonly footer: readonly Link[];
}
