import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { HandOverGate } from './hand-over-gate.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('asks nothing before the mail is read, that is before the server has taken the envelope', async () => {
  const gate = new HandOverGate(async () => true);
  const guarded = gate.guard(Readable.from([Buffer.from('a mail')]));
  await turn();
  expect(gate.handOver).toBe('not begun');
  expect(await text(guarded)).toBe('a mail');
  expect(gate.handOver).toBe('done');
});

it('lets the body through and holds the end back until it may be handed over', async () => {
  let allow: (isAllowed: boolean) => void = () => {};
  const gate = new HandOverGate(
    () =>
      new Promise((resolve) => {
        allow = resolve;
      }),
  );
  const guarded = gate.guard(Readable.from([Buffer.from('a mail')]));
  let isEnded = false;
  guarded.on('end', () => {
    isEnded = true;
  });
  const [body] = await Promise.all([new Promise((resolve) => guarded.once('data', resolve)), turn(), turn()]);
  expect(String(body)).toBe('a mail');
  expect([gate.handOver, isEnded]).toEqual(['asking', false]);
  allow(true);
  await new Promise((resolve) => guarded.once('end', resolve));
  expect(gate.handOver).toBe('done');
});

it('breaks the mail off when another notifier has the delivery', async () => {
  const gate = new HandOverGate(async () => false);
  await expect(text(gate.guard(Readable.from([Buffer.from('a mail')])))).rejects.toThrow('taken');
  expect(gate.handOver).toBe('overtaken');
});

it('breaks the mail off when the note cannot be made, and it counts as not handed over', async () => {
  const gate = new HandOverGate(() => Promise.reject(new Error('The database is away')));
  await expect(text(gate.guard(Readable.from([Buffer.from('a mail')])))).rejects.toThrow('away');
  expect(gate.handOver).toBe('asking');
});
