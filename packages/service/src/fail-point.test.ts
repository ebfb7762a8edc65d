import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { failPointToArm } from './fail-point.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['mail sent', { name: 'mail sent', pass: 1 }],
  ['mail sent:3', { name: 'mail sent', pass: 3 }],
])('KANBAN_FAIL_POINT %j arms %j', (text, expected) => {
  expect(failPointToArm({ KANBAN_FAIL_POINT: text })).toEqual(expected);
});

test.each(['mail sent:0', ':1', 'a:b', '1'])(
  '%s is refused in a sentence that names the variable',
  (text) => {
    expect(() => failPointToArm({ KANBAN_FAIL_POINT: text })).toThrow(
      `KANBAN_FAIL_POINT is ${text} but must be`,
    );
  },
);

test('a process dies at the pass it was armed for, without a farewell, and nowhere else', () => {
  const program = `
    import { armFailPoint, failPoint } from './fail-point.ts';
    process.on('exit', () => console.log('farewell'));
    armFailPoint({ name: 'here', pass: 2 });
    for (const place of ['here', 'there', 'here', 'behind']) { failPoint(place); console.log('passed ' + place); }`;
  const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
  expect(signal).toBe('SIGKILL');
  expect(stdout).toBe('passed here\npassed there\n');
  expect(stderr).toContain('Killed at fail point here\n');
});
