import { expect, test } from 'vitest';
import { howItEnded } from './supervise.mjs';

test('how a child ended tells a kill, a stop it was asked for, and a failure apart', () => {
  expect(howItEnded({ code: null, signal: 'SIGKILL' })).toBe('was ended by SIGKILL');
  expect(howItEnded({ code: 0, signal: null })).toMatch(/^was told to stop .*SIGTERM.* and did so/);
  expect(howItEnded({ code: 1, signal: null })).toBe('ended with code 1');
});
