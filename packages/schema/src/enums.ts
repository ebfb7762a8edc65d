import type { Database } from './tables.ts';

/** What a queue means for flow. */
export type Kind = Database['wip_limits']['kind'];
export type DeliveryState = Database['deliveries']['state'];
