import { serviceDatabases } from '@kanban/schema/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { readConfig } from './config.ts';
import { startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type FailPointScene, setFailPointScene } from './testing/fail-point-scene.ts';
import type { Behaviour } from './testing/mail-server.ts';

const server = serviceDatabases().at(-1);
if (!server) throw new Error('No test database');

const future = 'UTC_TIMESTAMP(6) + INTERVAL 1 HOUR';

describe(`a notifier that is killed, on ${server.name}`, () => {
  let scene: FailPointScene;
  let relay: AppProcess;

  beforeAll(async () => {
    scene = await setFailPointScene(server);
    const first = startApp('notifier', scene.env);
    await first.printed('Ready');
    // Ended well, for the compile cache: a process that is killed writes none.
    await first.end('SIGTERM');
    relay = startApp('relay', scene.env);
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await relay?.end('SIGKILL');
    await scene?.close();
  });

  /** Dies at the point, is followed by one that does not, and returns once all is settled. */
  async function dieAndBeFollowed(point: string): Promise<void> {
    await scene.dieAt('notifier', point);
    const heir = await startNotifier(readConfig(scene.env), pino({ level: 'fatal' }));
    try {
      await scene.settled();
    } finally {
      await heir.stop();
    }
  }

  async function outcomeFor(recipient: string) {
    const [delivery, ...others] = await scene.rows('SELECT * FROM deliveries WHERE recipient = ?', [
      recipient,
    ]);
    expect(others).toEqual([]);
    const mails = scene.mailServer.mails.filter((mail) => mail.recipient === recipient);
    for (const { messageId } of mails) expect(messageId).toBe(delivery?.message_id);
    return { state: delivery?.state, copies: mails.length, marked: delivery?.may_be_duplicate };
  }

  it.each<[point: string, copies: number, marked: 0 | 1]>([
    ['claim written', 1, 0],
    ['review let go', 1, 0],
    ['review held back', 1, 0],
    ['deliver claimed', 1, 0],
    ['email made', 1, 0],
    ['email body written', 1, 0],
    // Noted and not handed over: the only copy, but nobody can know.
    ['hand-over written', 1, 1],
    ['email hand-over noted', 1, 1],
    ['email handed over', 2, 1],
    ['email accepted', 2, 1],
    ['deliver answered', 2, 1],
    ['settle sent', 1, 0],
    ['deliver settled', 1, 0],
    ['settle events', 1, 0],
  ])(
    'at "%s" leaves a mail that arrives in %i copies of one Message-ID, marked: %i',
    async (point, copies, marked) => {
      const recipient = scene.someone();
      await scene.write({ notify_email: recipient });
      await dieAndBeFollowed(point);
      expect(await outcomeFor(recipient)).toEqual({ state: 'sent', copies, marked });
    },
  );

  it.each<[point: string, answers: Behaviour[], state: string, copies: number]>([
    ['email failed', ['refuse for now'], 'sent', 1],
    ['settle failure written', ['refuse for now'], 'sent', 1],
    ['settle failures committed', ['refuse for now'], 'sent', 1],
    ['settle failure written', ['refuse for good', 'refuse for good'], 'dead', 0],
    ['settle failures committed', ['refuse for good'], 'dead', 0],
  ])(
    'at "%s", after the server said "%j", leaves a delivery that ends as %s',
    async (point, answers, state, copies) => {
      const recipient = scene.someone(...answers);
      await scene.write({ notify_email: recipient });
      await dieAndBeFollowed(point);
      expect(await outcomeFor(recipient)).toEqual({ state, copies, marked: 0 });
    },
  );

  it.each([['hand-over compared'], ['deliver overtaken']])(
    'at "%s", when another one has its claim, leaves the mail to that one',
    async (point) => {
      let release: (behaviour: Behaviour) => void = () => {};
      const held = new Promise<Behaviour>((resolve) => {
        release = resolve;
      });
      const recipient = scene.someone(held);
      await scene.write({ notify_email: recipient });
      const followed = dieAndBeFollowed(point);
      await until(() => scene.mailServer.tries(recipient) === 1);
      await scene.rows("UPDATE deliveries SET claim_token = 'another' WHERE recipient = ?", [recipient]);
      release('accept');
      await followed;
      expect(await outcomeFor(recipient)).toEqual({ state: 'sent', copies: 1, marked: 0 });
    },
  );

  it('at "deliver nothing to claim" leaves a job that has nothing to do', async () => {
    const recipient = scene.someone();
    await scene.write({ notify_email: recipient });
    const isQueued = "SELECT 1 FROM deliveries WHERE recipient = ? AND state = 'queued'";
    await until(async () => (await scene.rows(isQueued, [recipient])).length === 1);
    await scene.rows(
      "UPDATE deliveries SET state = 'pending', round = round + 1, due_at = UTC_TIMESTAMP(6) WHERE recipient = ?",
      [recipient],
    );
    await dieAndBeFollowed('deliver nothing to claim');
    expect(await outcomeFor(recipient)).toEqual({ state: 'sent', copies: 1, marked: 0 });
  });

  it.each([['admit windows locked'], ['admit committed']])(
    'at "%s" leaves a mail that is sent once under its rate limit',
    async (point) => {
      await scene.rows("INSERT INTO settings (name, value) VALUES ('max_per_minute', '1000')");
      try {
        const recipient = scene.someone();
        await scene.write({ notify_email: recipient });
        await dieAndBeFollowed(point);
        expect(await outcomeFor(recipient)).toEqual({ state: 'sent', copies: 1, marked: 0 });
      } finally {
        await scene.rows("DELETE FROM settings WHERE name = 'max_per_minute'");
      }
    },
  );

  it.each([['burst latest claimed'], ['burst earlier let go']])(
    'at "%s" leaves a burst whose latest event is sent once, and the earlier one not at all',
    async (point) => {
      const [earlier, latest] = [scene.someone(), scene.someone()];
      const key = `of-${point.replaceAll(' ', '-')}`;
      const first = await scene.deliver(earlier, `due_at = ${future}, burst_key = '${key}'`);
      const second = await scene.deliver(latest, `due_at = ${future}, burst_key = '${key}'`);
      await scene.rows(
        `INSERT INTO collections (collection_key, due_at, delivery_id) VALUES (?, ${future}, ?)`,
        [key, second.delivery],
      );
      await scene.rows('UPDATE deliveries SET due_at = UTC_TIMESTAMP(6) WHERE id = ?', [first.delivery]);
      await dieAndBeFollowed(point);
      expect(await outcomeFor(earlier)).toEqual({ state: 'superseded', copies: 0, marked: 0 });
      expect(await outcomeFor(latest)).toEqual({ state: 'sent', copies: 1, marked: 0 });
    },
  );

  it('at "settle digests settled" leaves a digest that is sent once, with all it carries', async () => {
    const recipient = scene.someone();
    const { delivery } = await scene.deliver(recipient, `is_digest = TRUE, due_at = ${future}`);
    const { delivery: member } = await scene.deliver(
      recipient,
      `state = 'collected', carried_by = ${delivery}, due_at = UTC_TIMESTAMP(6)`,
    );
    await scene.rows('UPDATE deliveries SET due_at = UTC_TIMESTAMP(6) WHERE id = ?', [delivery]);
    await dieAndBeFollowed('settle digests settled');
    const states = await scene.rows('SELECT state FROM deliveries WHERE id IN (?)', [[delivery, member]]);
    expect(states.map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(scene.mailServer.mails.filter((mail) => mail.recipient === recipient)).toHaveLength(1);
  });
});
