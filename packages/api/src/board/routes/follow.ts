import { createRoute, z } from '@hono/zod-openapi';
import { writeHeaders, writeResponses } from '../contract/responses.ts';
import { itemParams } from './item.ts';

const followed = z.object({ reference: z.string(), isFollowed: z.boolean() });

export const followRoute = createRoute({
  method: 'put',
  path: '/v1/items/{reference}/follow',
  operationId: 'follow',
  tags: ['Items'],
  summary: 'Follow an item: mail about its events, but for what the person did',
  request: { params: itemParams, headers: writeHeaders },
  responses: writeResponses(followed, 'The person who asks follows it; 422 without an address in `members`.'),
});

export const unfollowRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{reference}/follow',
  operationId: 'unfollow',
  tags: ['Items'],
  summary: 'Stop following an item',
  request: { params: itemParams, headers: writeHeaders },
  responses: writeResponses(followed, 'The person who asks does not follow it.'),
});
