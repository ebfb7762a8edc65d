import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly container_name?: string;
  readonly command?: string | readonly string[];
  readonly ports?: readonly string[];
  readonly build?: { readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: unknown };
}
const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const service = (name: string) => services[name] as Service;
const apps = ['api', 'board', 'relay', 'notifier', 'housekeeping'];

test('database, Redis and mailbox are those the project is made for', () => {
  expect(service('database').image).toBe('percona/percona-server:8.4');
  expect(service('redis').image).toBe('redis:7');
  expect(service('redis').command).toContain('noeviction');
  expect(service('mailpit').image).toBe('axllent/mailpit');
});

test('no app starts before the migration has succeeded', () => {
  for (const app of apps) {
    expect(service(app).depends_on?.migrate?.condition, app).toBe('service_completed_successfully');
  }
  expect(service('migrate').depends_on?.database?.condition).toBe('service_healthy');
});

test('every service whose health another waits for has a health check', () => {
  for (const [name, { depends_on = {} }] of Object.entries(services)) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      if (condition === 'service_healthy') {
        expect(service(other).healthcheck, `${name} waits for ${other}`).toBeDefined();
      }
    }
  }
});

test('every long-running service has a health check, made of words only', () => {
  for (const [name, { healthcheck }] of Object.entries(services)) {
    if (name === 'migrate') continue;
    // A colon and a space in a command make YAML read a mapping.
    for (const word of [healthcheck?.test].flat()) expect(word, name).toBeTypeOf('string');
  }
});

test('notifiers can be scaled: nothing of theirs exists only once', () => {
  expect(service('notifier').ports).toBeUndefined();
  expect(service('notifier').container_name).toBeUndefined();
});

test('every published port is on the loopback', () => {
  for (const [name, { ports = [] }] of Object.entries(services)) {
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
  }
});

test('each app has a separate login with the password that the migration sets', () => {
  const roles = {
    api: 'reader',
    board: 'board',
    relay: 'relay',
    notifier: 'notifier',
    housekeeping: 'housekeeper',
  };
  for (const [app, role] of Object.entries(roles)) {
    const url = service(app).environment?.DATABASE_URL ?? '';
    const password = service('migrate').environment?.[`${role.toUpperCase()}_PASSWORD`];
    expect(url).toBe(`mysql://kanban_${role}_login:${password}@database:3306/kanban`);
  }
});

test('the board API believes the dashboard’s server alone who the user is', () => {
  const { SIGN_IN, TRUSTED_PROXY_SECRET } = service('board').environment ?? {};
  expect(SIGN_IN).toBe('header');
  expect(TRUSTED_PROXY_SECRET).toBe(service('dashboard').environment?.BOARD_SECRET);
});

test('the API listens beyond the loopback only with a token, which the dashboard has', () => {
  const { HOST, API_TOKENS } = service('api').environment ?? {};
  expect(HOST).toBe('0.0.0.0');
  expect(API_TOKENS).toBe(service('dashboard').environment?.API_TOKEN);
  expect(/:-(.*)\}/.exec(API_TOKENS ?? '')?.[1]?.length).toBeGreaterThanOrEqual(16);
});

test('all that is started and copied is there', () => {
  const dockerfile = read('Dockerfile');
  for (const { build, command, healthcheck } of Object.values(services)) {
    if (build) expect(dockerfile).toMatch(new RegExp(` AS ${build.target}$`, 'm'));
    for (const [file] of `${command} ${healthcheck?.test}`.matchAll(/(apps|scripts)\/[\w/.-]+\.(ts|mjs)/g)) {
      expect(existsSync(join(root, file)), file).toBe(true);
    }
  }
  for (const [, source = ''] of dockerfile.matchAll(/^COPY (?!--from)(\S+)/gm)) {
    expect(existsSync(join(root, source)), source).toBe(true);
  }
});
