import { expect, test } from 'vitest';
import { readConfig } from '../../apps/metrics-api/src/config.ts';
import { checkSettings } from './check-settings.mjs';

const TOKEN = 'a-token-of-enough-length';

/** The sentence it refuses `env` with, if it does. */
function refusal(check: (env: NodeJS.ProcessEnv) => unknown, env: Record<string, string>) {
  try {
    check({ DATABASE_URL: 'mysql://u:p@127.0.0.1/kanban', ...env });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  {},
  { HOST: 'localhost' },
  { HOST: '127.0.0.2' },
  { HOST: '::1' },
  { HOST: '0.0.0.0' },
  { HOST: '127.evil.example' },
  { HOST: '0.0.0.0', API_TOKENS: ' , ' },
  { HOST: '0.0.0.0', API_TOKENS: 'short' },
  { HOST: '0.0.0.0', API_TOKENS: `${TOKEN}, ${TOKEN}-2,` },
  { API_TOKENS: `${TOKEN},short` },
  { API_TOKENS: 'sixteen letters, and signs' },
  { API_TOKENS: 'sixteen letters and signs' },
])('npm start refuses %j when and as the API does', (env) => {
  expect(refusal(checkSettings, env)).toBe(refusal(readConfig, env));
});

test('other machines are not let in without tokens', () => {
  expect(refusal(checkSettings, { HOST: '0.0.0.0' })).toMatch(/^HOST is 0\.0\.0\.0, .* set API_TOKENS/);
});

test('an invalid port is refused', () => {
  for (const PORT of ['80a', '0', '65536'])
    expect(refusal(checkSettings, { PORT })).toContain(`PORT is ${PORT}`);
});
