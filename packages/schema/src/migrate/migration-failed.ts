/** A migration that cannot be applied: says which file and why. What ran before it stays, and is not run again. */
export class MigrationFailed extends Error {}
