import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const env = {
  DATABASE_URL: 'mysql://root@127.0.0.1/kanban',
  REDIS_URL: 'redis://127.0.0.1/0',
  SMTP_URL: 'smtp://127.0.0.1',
};

it('needs three addresses and has a default for everything else', () => {
  expect(readConfig(env)).toMatchObject({ queuePrefix: '{kanban-kanban}', messageIdHost: 'localhost' });
});

it('takes the Message-ID host from the sender', () => {
  expect(readConfig({ ...env, MAIL_FROM: 'Board <board@mail.example.test>' }).messageIdHost).toBe(
    'mail.example.test',
  );
});

it('takes all channels in order, or the configured ones; only mail needs a mail server', () => {
  expect(readConfig(env)).toMatchObject({
    channels: ['email', 'slack', 'teams', 'webhook'],
    allowPrivateEndpoints: false,
  });
  expect(readConfig({ ...env, SMTP_URL: '', CHANNELS: 'webhook, slack' })).toMatchObject({
    channels: ['slack', 'webhook'],
    smtpUrl: '',
  });
  expect(readConfig({ ...env, ALLOW_PRIVATE_ENDPOINTS: 'true' }).allowPrivateEndpoints).toBe(true);
});

it.each([
  [{ DATABASE_URL: '' }, /^DATABASE_URL is not set/],
  [{ DATABASE_URL: 'postgres://x/y' }, /DATABASE_URL starts with postgres:/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL names no database/],
  [{ REDIS_URL: 'http://x' }, /^REDIS_URL is not an address/],
  [{ SMTP_URL: 'mailhost' }, /^SMTP_URL is not an address/],
  [
    { NOTIFIER_CONCURRENCY: 'many' },
    /^NOTIFIER_CONCURRENCY is many but must be a whole number from 1 to 1000/,
  ],
  [{ CLAIM_LEASE_MS: '1000' }, /^CLAIM_LEASE_MS is 1000 but must be longer than SEND_TIMEOUT_MS/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is loud but must be one of/],
  [{ CHANNELS: 'email,fax' }, /^CHANNELS is email,fax but must be some of email,slack,teams,webhook/],
  [{ ALLOW_PRIVATE_ENDPOINTS: 'yes' }, /^ALLOW_PRIVATE_ENDPOINTS is yes but must be true or false/],
  [{ ENDPOINT_TIMEOUT_MS: '90000' }, /^ENDPOINT_TIMEOUT_MS is 90000 but must be .* to 60000/],
  [{ API_URL: 'nowhere' }, /^API_URL is nowhere/],
  [{ REPORT_API_URL: 'nowhere' }, /^REPORT_API_URL is nowhere/],
  [{ REPORT_SEPARATOR: ';' }, /^REPORT_SEPARATOR is ; but must be/],
  [{ REPORT_DECIMAL: 'comma' }, /^REPORT_DECIMAL is comma, so REPORT_SEPARATOR must be semicolon or tab/],
])('refuses %j with a sentence that names the variable', (bad, sentence) => {
  expect(() => readConfig({ ...env, ...bad })).toThrow(sentence);
});
