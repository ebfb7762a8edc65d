import { SentinelConnector } from 'ioredis';

/**
 * Ends what is left of the last connection before it asks the sentinels again. Otherwise its subscription to them hears of
 * the failover while the new address is being asked for, and ioredis closes that attempt and never makes another one.
 */
export class FreshSentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as ConstructorParameters<typeof SentinelConnector>[0]);
  }

  override connect(
    ...[emit]: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    super.disconnect();
    return super.connect(emit);
  }
}
