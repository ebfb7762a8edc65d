/** A migration that cannot be applied; names the file and the reason. Earlier migrations stay and are not repeated. */
export class MigrationFailed extends Error {}
