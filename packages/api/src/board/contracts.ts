// The contracts of the board API, each by the name of its operation. They are made with zod: a browser asks by the types of operations.ts and loads none of them.
export * from './routes/bulk.ts';
export * from './routes/follow.ts';
export {
  createItemRoute as createRoute,
  deleteRoute,
  editRoute,
  itemRoute,
  restoreRoute,
} from './routes/item.ts';
export * from './routes/moves.ts';
export { sessionRoute, signInRoute, signOutRoute } from './routes/session.ts';
export * from './routes/things-of-items.ts';
export { wallRoute } from './routes/wall.ts';
