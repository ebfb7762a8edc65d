import { setTimeout as pause } from 'node:timers/promises';
import type { MailBehaviour } from '../mail/behaviour.ts';
import type { Fault } from '../schedule.ts';
import type { World } from '../world/world.ts';
import { collideWithClaims } from './deadlocks.ts';
import { insist } from './insist.ts';
import { killConnections } from './kill-connections.ts';

/** Carries a fault out, from its beginning to the end of what was done about it. Resolves to what there is to tell of it. */
export async function carryOut(world: World, { kind, target, lastsMs }: Fault): Promise<string | undefined> {
  const it = world.processes.get(target);
  const line = world.lines.get(target);
  switch (kind) {
    case 'kill':
      await it?.kill();
      await pause(lastsMs);
      await it?.start();
      return;
    case 'clean restart':
      await it?.stopCleanly();
      await pause(lastsMs);
      await it?.start();
      return;
    case 'pause':
      it?.pause();
      await pause(lastsMs);
      it?.resume();
      return;
    case 'flush of Redis': {
      // Behind paused notifiers: a queue that is empty has nothing to lose.
      const notifiers = [...world.processes.values()].filter(({ name }) => name.startsWith('notifier'));
      for (const notifier of notifiers) notifier.pause();
      await pause(lastsMs);
      const jobs = await insist(() => world.redis.dbsize());
      await insist(() => world.redis.flushall());
      for (const notifier of notifiers) notifier.resume();
      return `${jobs} keys`;
    }
    case 'Redis full':
      // Less than it has: from now on it takes nothing more.
      await insist(() => world.redis.config('SET', 'maxmemory', '1mb'));
      await pause(lastsMs);
      await insist(() => world.redis.config('SET', 'maxmemory', '0'));
      return;
    case 'database read-only':
      await insist(() => world.admin.query('SET GLOBAL read_only = 1'));
      await pause(lastsMs);
      await insist(() => world.admin.query('SET GLOBAL read_only = 0'));
      return;
    case 'deadlocks':
      return `${await collideWithClaims(world.admin, lastsMs)} of them`;
    case 'connections killed':
      return `${await killConnections(world.admin)} connections`;
    case 'cut line':
      line?.cut();
      await pause(lastsMs);
      await line?.mend();
      return;
    case 'frozen line':
      line?.freeze();
      await pause(lastsMs);
      line?.cut();
      await line?.mend();
      return;
    case 'mail outage':
      if (target === 'away') {
        await world.mail.kill();
        await pause(lastsMs);
        await world.mail.start();
        return;
      }
      world.mail.behave(target as MailBehaviour);
      await pause(lastsMs);
      world.mail.behave('accept');
  }
}

/** What one fault at a time can happen to: the process or the line; all that is done to a server is done in turn. */
export function targetOf({ kind, target }: Fault): string {
  return kind === 'mail outage' ? 'mail' : target;
}
