import type { BoardEvent, Link, Message } from './content.ts';
import { noticeOf } from './notice-of.ts';

export interface MessageOptions {
  readonly dashboardUrl: string;
  /** Default: the subject of the only event, or the number of events. */
  readonly subject?: string;
  readonly introduction?: string;
  readonly why?: string;
  readonly footer?: readonly Link[];
}

/** The message of a delivery: one event, or the events of a digest in reading order. */
export function messageOf(
  id: string,
  events: readonly BoardEvent[],
  { dashboardUrl, subject, introduction, why, footer = [] }: MessageOptions,
): Message {
  const notices = events.map((event) => noticeOf(event, dashboardUrl));
  const [first] = notices;
  return {
    id,
    subject:
      subject ??
      (notices.length === 1 && first ? first.content.subject : `${notices.length} events on the board`),
    ...(introduction === undefined ? {} : { introduction }),
    notices,
    ...(why === undefined ? {} : { why }),
    footer,
  };
}
