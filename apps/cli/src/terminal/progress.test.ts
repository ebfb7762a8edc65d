import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { createProgress } from './progress.ts';

function setUp(isTTY: boolean) {
  let text = '';
  let now = 0;
  const write = (chunk: unknown, _: unknown, done: () => void) => {
    text += String(chunk);
    done();
  };
  const stream = Object.assign(new Writable({ write }), { isTTY });
  return { progress: createProgress(stream, () => now), text: () => text, pass: (ms: number) => (now += ms) };
}

test('in a log: the first line after a second, a dozen in ten minutes, and how long each long stage took', () => {
  const { progress, text, pass } = setUp(false);
  progress.stage('Writing', 600_000);
  const lines = () => text().split('\n').filter(Boolean);
  for (let ms = 0; ms <= 600_000; ms += 50) {
    progress.at(ms);
    if (ms === 950) expect(lines()).toEqual([]);
    if (ms === 1_000) expect(lines()).toEqual(['Writing ░░░░░░░░░░░░░░░░░░░░░░░░ 0 % (1,000 of 600,000)']);
    pass(50);
  }
  progress.end();
  // 1 s × 1.5^15 is the last within ten minutes.
  expect(lines().length).toBe(15 + 1 + 1);
  expect(lines().at(-1)).toMatch(/^Writing: 600\.\d s$/);
});

test('short work leaves no trace', () => {
  const { progress, text, pass } = setUp(false);
  progress.stage('Writing', 10);
  pass(500);
  progress.at(10);
  progress.end();
  expect(text()).toBe('');
});

test('a stage that cannot tell how far it is says how long it takes', () => {
  vi.useFakeTimers();
  try {
    const { progress, text, pass } = setUp(false);
    progress.stage('Projecting');
    pass(5_000);
    vi.advanceTimersByTime(5_000);
    expect(text()).toBe('Projecting … (5 s)\n');
    progress.end();
    vi.advanceTimersByTime(60_000);
    expect(text()).toBe('Projecting … (5 s)\nProjecting: 5.0 s\n');
  } finally {
    vi.useRealTimers();
  }
});

test('in a terminal: one line, redrawn, and gone when something else is written', () => {
  const { progress, text, pass } = setUp(true);
  progress.stage('Writing', 10);
  pass(100);
  progress.at(5);
  progress.clear();
  const clear = '\r\x1b[K';
  expect(text().split(clear)).toEqual([
    '',
    expect.stringContaining(' 0 % (0 of 10)'),
    expect.stringContaining(' 50 % (5 of 10)'),
    '',
  ]);
});
