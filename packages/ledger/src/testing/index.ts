export { type LedgerScene, setLedgerScene } from './ledger-scene.ts';
export { writeEvent, writeEvents } from './write-events.ts';
