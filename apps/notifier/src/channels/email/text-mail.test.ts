import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Addressed, textEncoding, textMail } from './text-mail.ts';

/** Both write the time into the mail. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 1, 28) });
});
afterEach(() => {
  vi.useRealTimers();
});

const text = fc.oneof(
  fc.lorem({ mode: 'sentences', maxCount: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom('a word', ' ', '\n', '\r\n', '.', '=', 'é', '🐝', 'x'.repeat(80), '\t'), {
      maxLength: 60,
    })
    .map((pieces) => pieces.join('')),
);
const addressed: Addressed = {
  from: 'Bord é <board@example.org>',
  to: { name: '', address: 'ann@example.org' },
  messageId: '<d1-e1@example.org>',
  headers: {
    'Auto-Submitted': 'auto-generated',
    'List-Unsubscribe': { prepared: true, value: '<http://example.org/u>' },
  },
};
const byNodemailer = (parts: { subject: string; text: string; html: string }, baseBoundary: string) =>
  new MailComposer({ ...parts, ...addressed, textEncoding, baseBoundary }).compile().build();

it('is what nodemailer writes, byte for byte, whatever the texts are about', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (subject, plain, html) => {
      const parts = { subject, text: `${plain}\n`, html: `<p>${html}</p>` };
      const { raw } = textMail(parts, addressed, 'boundary');
      expect(Buffer.from(raw as string)).toEqual(await byNodemailer(parts, 'boundary'));
    }),
    { numRuns: 300 },
  );
});

it('goes to whom it is addressed, and nothing is added', async () => {
  const parts = { subject: 's', text: 't', html: '<p>h' };
  const transport = createTransport({ streamTransport: true, buffer: true });
  const { message, envelope, messageId } = await transport.sendMail(textMail(parts, addressed, 'boundary'));
  expect(envelope).toEqual({ from: 'board@example.org', to: ['ann@example.org'] });
  expect(messageId).toBe('<d1-e1@example.org>');
  expect(message).toEqual(await byNodemailer(parts, 'boundary'));
});

it('has a boundary that nobody can foresee and write into a text', () => {
  const parts = { subject: 's', text: 't', html: '<p>h' };
  const boundaryOf = () => /boundary="?([^"\r\n]+)/.exec(String(textMail(parts, addressed).raw))?.[1];
  expect(boundaryOf()).toMatch(/[0-9a-f-]{36}/);
  expect(boundaryOf()).not.toBe(boundaryOf());
});
