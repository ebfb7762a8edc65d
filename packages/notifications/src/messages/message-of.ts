import type { BoardEvent, Link, Message } from './content.ts';
import { noticeOf } from './notice-of.ts';

export interface MessageOptions {
  readonly dashboardUrl: string;
  /** Without one: what the only event says, or how many there are. */
  readonly subject?: string;
  readonly introduction?: string;
  readonly footer?: readonly Link[];
}

/** The message of a delivery: one event, or those of a digest in the order they are to be read. */
export function messageOf(
  id: string,
  events: readonly BoardEvent[],
  { dashboardUrl, subject, introduction, footer = [] }: MessageOptions,
): Message {
  const notices = events.map((event) => noticeOf(event, dashboardUrl));
  const [first] = notices;
  return {
    id,
    subject:
      subject ??
      (notices.length === 1 && first
        ? first.content.subject
        : `${notices.length} things happened on the board`),
    ...(introduction === undefined ? {} : { introduction }),
    notices,
    footer,
  };
}
