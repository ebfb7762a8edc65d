import { serviceDatabases } from '@kanban/schema/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { type Notifier, startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type FailPointScene, setFailPointScene } from './testing/fail-point-scene.ts';

const server = serviceDatabases().at(0);
if (!server) throw new Error('No test database');

const past = 'UTC_TIMESTAMP(6) - INTERVAL 1 SECOND';
const future = 'UTC_TIMESTAMP(6) + INTERVAL 1 HOUR';

describe(`a relay that is killed, on ${server.name}`, () => {
  let scene: FailPointScene;
  let notifier: Notifier;
  /** Paused while another relay is to die; what that one leaves behind is for this one to find. */
  let heir: AppProcess;

  beforeAll(async () => {
    scene = await setFailPointScene(server);
    const { env } = scene;
    // Stopped once, for the compile cache: a process that is killed writes none.
    const first = startApp('relay', env);
    await first.printed('Ready');
    await first.end('SIGTERM');
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    heir = startApp('relay', env);
    await heir.printed('Ready');
  });

  afterAll(async () => {
    heir?.child.kill('SIGCONT');
    await heir?.end('SIGKILL');
    await notifier?.stop();
    await scene?.close();
  });

  /** What there is to be done when the relay starts that will die, and who is to hear of it, once. */
  const situations: Record<string, () => Promise<string[]>> = {
    'an event': async () => {
      const recipient = scene.someone();
      await scene.write({ notify_email: recipient });
      return [recipient];
    },
    'an event nobody is to hear of': async () => {
      await scene.write({ notify_email: '' });
      return [];
    },
    'a payload that says nothing': async () => {
      const recipient = scene.someone();
      await scene.write('[]');
      await scene.write({ notify_email: recipient });
      return [recipient];
    },
    'a list that goes out in parts': async () => {
      const recipients = Array.from({ length: 5 }, () => scene.someone());
      const [queue] = recipients;
      await scene.database.pool.query('INSERT INTO subscriptions (queue_name, recipient) VALUES ?', [
        recipients.map((recipient) => [queue, recipient]),
      ]);
      await scene.write({ queue_name: queue });
      return recipients;
    },
    'a row the database refuses': async () => {
      const [first, last] = [scene.someone(), scene.someone()];
      await scene.write({ notify_email: first, queue_name: 'one' });
      await scene.write({ notify_email: `${'a'.repeat(300)}@example.test`, queue_name: 'two' });
      await scene.write({ notify_email: last, queue_name: 'three' });
      return [first, last];
    },
    'a delivery that is due': async () => {
      const recipient = scene.someone();
      await scene.deliver(recipient, `due_at = ${past}, round = 2`);
      return [recipient];
    },
    'a claim that expired': async () => {
      const recipient = scene.someone();
      await scene.deliver(
        recipient,
        `state = 'sending', attempts = 1, claim_token = 'x', claim_expires_at = ${past}`,
      );
      return [recipient];
    },
    'a job that got lost': async () => {
      const recipient = scene.someone();
      await scene.deliver(recipient, `state = 'queued', queued_at = ${past}, due_at = ${past}`);
      return [recipient];
    },
    'a Redis that was flushed': async () => {
      const recipient = scene.someone();
      await scene.deliver(recipient, `state = 'queued', queued_at = ${past}, due_at = ${future}`);
      await scene.redis.del(`${scene.env.QUEUE_PREFIX}:published-since`);
      return [recipient];
    },
    'an event whose last delivery was settled': async () => {
      await scene.deliver(scene.someone(), `state = 'sent', settled_at = ${past}`);
      return [];
    },
    'a digest whose carrier was settled': async () => {
      const recipient = scene.someone();
      const { delivery } = await scene.deliver(
        recipient,
        `state = 'sent', is_digest = TRUE, settled_at = ${past}`,
      );
      await scene.deliver(recipient, `state = 'collected', carried_by = ${delivery}, due_at = ${past}`);
      return [];
    },
  };

  it.each<[point: string, situation: keyof typeof situations]>([
    ['fan-out claimed', 'an event'],
    ['fan-out routed', 'an event'],
    ['fan-out people found', 'an event'],
    ['fan-out known listeners looked up', 'an event'],
    ['fan-out written ones left out', 'an event'],
    ['fan-out collections locked', 'an event'],
    ['fan-out deliveries inserted', 'an event'],
    ['fan-out deliveries linked', 'an event'],
    ['fan-out collections noted', 'an event'],
    ['fan-out tokens given', 'an event'],
    ['fan-out deliveries read back', 'an event'],
    ['fan-out marked', 'an event'],
    ['fan-out without recipient marked', 'an event nobody is to hear of'],
    ['fan-out committed', 'an event'],
    ['fan-out superseded settled', 'an event'],
    ['fan-out marked', 'a list that goes out in parts'],
    ['fan-out marked:2', 'a list that goes out in parts'],
    ['fan-out marked:3', 'a list that goes out in parts'],
    ['fan-out committed', 'a list that goes out in parts'],
    ['fan-out committed:2', 'a list that goes out in parts'],
    ['fan-out committed:3', 'a list that goes out in parts'],
    ['dispatch marked', 'a list that goes out in parts'],
    ['fan-out bad event marked', 'a payload that says nothing'],
    ['fan-out one committed', 'a row the database refuses'],
    ['fan-out one committed:2', 'a row the database refuses'],
    ['fan-out one refused', 'a row the database refuses'],
    ['dispatch begun', 'an event'],
    ['dispatch adding jobs', 'an event'],
    ['dispatch jobs added', 'an event'],
    ['dispatch published', 'an event'],
    ['dispatch round marked', 'an event'],
    ['dispatch marked', 'an event'],
    ['dispatch locked', 'a delivery that is due'],
    ['dispatch leased', 'a delivery that is due'],
    ['dispatch claimed', 'a delivery that is due'],
    ['release locked', 'a claim that expired'],
    ['release updated', 'a claim that expired'],
    ['release committed', 'a claim that expired'],
    ['requeue overdue', 'a job that got lost'],
    ['redis loss run id read', 'a Redis that was flushed'],
    ['redis loss marker read', 'a Redis that was flushed'],
    ['requeue asked the time', 'a Redis that was flushed'],
    ['requeue step', 'a Redis that was flushed'],
    ['redis loss requeued', 'a Redis that was flushed'],
    ['redis loss marker written', 'a Redis that was flushed'],
    ['finish found', 'an event whose last delivery was settled'],
    ['finish compared', 'an event whose last delivery was settled'],
    ['finish settled', 'an event whose last delivery was settled'],
    ['digests settled', 'a digest whose carrier was settled'],
    ['digests looked at', 'a digest whose carrier was settled'],
    ['collections forgotten', 'an event'],
  ])('at "%s", with %s, loses nothing and has nothing sent twice', async (point, situation) => {
    heir.child.kill('SIGSTOP');
    const prepare = situations[situation] as () => Promise<string[]>;
    const recipients = await prepare();
    await scene.dieAt('relay', point);
    heir.child.kill('SIGCONT');
    await scene.settled();
    for (const recipient of recipients) {
      const [delivery, ...others] = await scene.rows('SELECT * FROM deliveries WHERE recipient = ?', [
        recipient,
      ]);
      expect(others).toEqual([]);
      expect(delivery).toMatchObject({ state: 'sent', may_be_duplicate: 0 });
      const mails = scene.mailServer.mails.filter((mail) => mail.recipient === recipient);
      expect(mails.map(({ messageId }) => messageId)).toEqual([delivery?.message_id]);
    }
  });
});
