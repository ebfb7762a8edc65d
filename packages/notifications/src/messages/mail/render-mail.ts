import type { Message } from '../content.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A message as a mail, as plain text and as HTML. */
export function renderMail(message: Message): Mail {
  return { subject: message.subject, text: renderText(message), html: renderHtml(message) };
}
