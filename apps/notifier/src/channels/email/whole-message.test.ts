import fc from 'fast-check';
import { createTransport, type SendMailOptions } from 'nodemailer';
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import { expect, it } from 'vitest';
import { withWholeMessage } from './whole-message.ts';

const text = fc.oneof(
  fc.lorem({ mode: 'sentences', maxCount: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom('a word', ' ', '\n', '\r\n', '.', '=', 'é', '🐝', 'x'.repeat(80), '\t'), {
      maxLength: 60,
    })
    .map((pieces) => pieces.join('')),
);
const mail = (parts: object): SendMailOptions & MailComposerOptions => ({
  from: 'Board <board@example.org>',
  to: 'ann@example.org',
  messageId: '<d1-e1@example.org>',
  date: new Date(0),
  baseBoundary: 'test',
  textEncoding: 'quoted-printable',
  ...parts,
});
const compile = (parts: object) => new MailComposer(mail(parts)).compile();

it('writes what nodemailer writes, byte for byte, whatever the texts are', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (subject, plain, html) => {
      const parts = { subject, text: `x${plain}`, html: `<p>${html}` };
      const { raw } = withWholeMessage(mail(parts));
      expect(Buffer.from(raw as string)).toEqual(await compile(parts).build());
    }),
    { numRuns: 300 },
  );
});

it('sends it to whom the mail was to go, and only the texts', async () => {
  const parts = mail({ subject: 's', text: 't', html: '<p>h' });
  const transport = createTransport({ streamTransport: true, buffer: true });
  const { message, envelope, messageId } = await transport.sendMail(withWholeMessage(parts));
  expect(envelope).toEqual({ from: 'board@example.org', to: ['ann@example.org'] });
  expect(messageId).toBe('<d1-e1@example.org>');
  expect(message).toEqual(await compile(parts).build());
});

it('leaves a mail with a file to nodemailer', () => {
  const report = mail({ text: 't', html: 'h', attachments: [{ filename: 'flow.csv', content: 'a,b' }] });
  expect(withWholeMessage(report)).toBe(report);
});
