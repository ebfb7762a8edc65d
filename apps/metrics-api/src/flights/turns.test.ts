import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

function recorded() {
  const turns = createTurns<string, string>();
  const begun: { askers: readonly string[]; end: PromiseWithResolvers<string> }[] = [];
  const ask = (asker: string, question = 'q') =>
    turns.take(question, asker, (askers) => {
      const end = Promise.withResolvers<string>();
      begun.push({ askers, end });
      return end.promise;
    });
  return { begun, ask };
}

/** Lets all that has been resolved be seen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('two hundred who ask while one is answered are answered together after that one', async () => {
  const { begun, ask } = recorded();
  const first = ask('first');
  const others = Array.from({ length: 200 }, (_, n) => ask(`other ${n}`));
  expect(begun).toHaveLength(1);
  begun[0]?.end.resolve('old');
  expect(await first).toBe('old');
  await settle();
  expect(begun).toHaveLength(2);
  expect(begun[1]?.askers).toHaveLength(200);
  begun[1]?.end.resolve('new');
  expect(new Set(await Promise.all(others))).toEqual(new Set(['new']));
});

test('nobody gets an answer that was begun before they asked', async () => {
  const { begun, ask } = recorded();
  void ask('a');
  void ask('b');
  begun[0]?.end.resolve('1');
  await settle();
  const late = ask('c');
  begun[1]?.end.resolve('2');
  await settle();
  begun[2]?.end.resolve('3');
  expect(await late).toBe('3');
  expect(begun.map(({ askers }) => askers)).toEqual([['a'], ['b'], ['c']]);
});

test('other questions do not wait', () => {
  const { begun, ask } = recorded();
  void ask('a', 'one');
  void ask('a', 'two');
  expect(begun).toHaveLength(2);
});

test('an error is told to those of its turn, and the next turn is begun', async () => {
  const { begun, ask } = recorded();
  const first = ask('a');
  const second = ask('b');
  begun[0]?.end.reject(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await settle();
  begun[1]?.end.resolve('well');
  expect(await second).toBe('well');
  void ask('c');
  expect(begun).toHaveLength(3);
});
