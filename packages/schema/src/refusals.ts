/** What the database refuses: error number → code. The sentences are made in sql/; sql/REFERENCE.md explains each. */
export const refusalCodes = {
  9101: 'QUEUE_FULL',
  9102: 'UNKNOWN_QUEUE',
  9103: 'UNKNOWN_ITEM',
  9104: 'AUDIT_APPEND_ONLY',
  9105: 'QUEUE_NOT_EMPTY',
  9106: 'QUEUE_HAS_HISTORY',
  9107: 'IDENTITY_FIXED',
  9108: 'INVALID_SETTING',
  9109: 'ILLEGAL_MOVE',
  9110: 'NO_FAST_TRACK',
  9111: 'PERSON_FULL',
  9112: 'ITEM_BLOCKED',
  9113: 'DEPENDENCIES_OPEN',
  9114: 'DEPENDENCY_CYCLE',
  9115: 'ITEM_DELETED',
  9116: 'INVALID_PLACE',
  9117: 'PARENT_CYCLE',
  9118: 'INVALID_VALUE',
  9119: 'HISTORY_APPEND_ONLY',
  9120: 'BULK_REFUSED',
  9121: 'INVALID_CALENDAR',
  9122: 'RESERVED_SOURCE',
  9123: 'ITEM_NAMED',
  9124: 'UPGRADING',
  9125: 'ID_CHOSEN',
  9126: 'UNSAFE_SESSION',
  9127: 'NAME_TAKEN',
  9128: 'STREAM_ARCHIVED',
  9130: 'UNPROVEN_ACTOR',
  9131: 'REMOVAL_REFUSED',
} as const;

export type RefusalCode = (typeof refusalCodes)[keyof typeof refusalCodes];

export interface Refusal {
  readonly errno: number;
  readonly code: RefusalCode;
  /** The sentence for a person, without the code. */
  readonly message: string;
}

/** The refusal in an error of the driver; undefined for any other error. */
export function refusalOf(error: unknown): Refusal | undefined {
  const { sqlState, errno, sqlMessage } = error as { sqlState?: string; errno?: number; sqlMessage?: string };
  if (sqlState !== '45000' || errno === undefined || !(errno in refusalCodes)) return undefined;
  const code = refusalCodes[errno as keyof typeof refusalCodes];
  return { errno, code, message: (sqlMessage ?? '').replace(`KANBAN_${code}: `, '') };
}
