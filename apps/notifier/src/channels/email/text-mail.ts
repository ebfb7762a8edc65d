import { randomUUID } from 'node:crypto';
import type { Mail } from '@kanban/notifications/messages';
import type { SendMailOptions } from 'nodemailer';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

export interface Addressed {
  readonly from: string;
  readonly to: { readonly name: ''; readonly address: string };
  /** With angle brackets. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string | { prepared: true; value: string }>>;
}

/** Our texts are mostly Latin, so nodemailer need not count letters to choose the shorter encoding. */
export const textEncoding = 'quoted-printable' as const;

/**
 * A mail of finished text and HTML. Headers and encodings come from nodemailer, and the bytes are those that it would
 * write; but nodemailer passes every part through three streams, which costs more than the rest of sending. (Only
 * spaces at the end of a text, which ours do not have, may be folded in another place.)
 */
export function textMail(
  { subject, text, html }: Mail,
  { from, to, messageId, headers }: Addressed,
  boundary: string = randomUUID(),
): SendMailOptions {
  const message = new MimeNode('multipart/alternative', { baseBoundary: boundary, textEncoding });
  for (const [type, content] of [
    ['plain', text],
    ['html', html],
  ] as const) {
    // The boundary of a part without one is never used; without a value nodemailer would compute one.
    message
      .createChild(`text/${type}; charset=utf-8`, { baseBoundary: boundary, textEncoding })
      .setContent(content);
  }
  message.addHeader(headers).setHeader({ from, to, subject, 'message-id': messageId });
  return { raw: written(message), envelope: { from, to }, messageId };
}

function written(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (node.multipart) {
    const parts = node.childNodes.map((part) => `--${node.boundary}\r\n${written(part)}\r\n`);
    return `${head}${parts.join('')}--${node.boundary}--\r\n`;
  }
  const content = node.content as string;
  const isEncoded = node.getHeader('Content-Transfer-Encoding') === 'quoted-printable';
  return head + (isEncoded ? wrap(encode(content)) : content);
}
