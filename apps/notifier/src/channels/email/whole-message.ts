import type { SendMailOptions } from 'nodemailer';
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

/**
 * The mail with its message written already, byte for byte as nodemailer writes it, but at once: it passes every part through
 * three streams, which costs more than all the rest of sending. A mail of more than texts (a report with its files) stays as it
 * is.
 */
export function withWholeMessage(mail: SendMailOptions): SendMailOptions {
  const node = new MailComposer(mail as MailComposerOptions).compile();
  const raw = wholeMessage(node);
  return raw === undefined ? mail : { raw, envelope: node.getEnvelope(), messageId: node.messageId() };
}

function wholeMessage(node: MimeNode): string | undefined {
  const { content } = node;
  const encoding = node.getTransferEncoding();
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (node.multipart) {
    const parts = node.childNodes.map(wholeMessage);
    if (parts.includes(undefined)) return undefined;
    const opened = parts.map((part) => `--${node.boundary}\r\n${part}\r\n`);
    return `${head}${opened.join('')}--${node.boundary}--\r\n`;
  }
  if (typeof content !== 'string') return undefined;
  if (encoding === '7bit') return head + content;
  return encoding === 'quoted-printable' ? head + wrap(encode(content)) : undefined;
}
