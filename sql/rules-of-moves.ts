/**
 * The rules about moves of single items that can refuse: the name that `queue_state.rules_enforced` gives each, and its setting. Each
 * is set for a stream, else for all; `isGlobal`: for all streams only.
 */
const rulesOfMoves: readonly { readonly name: string; readonly isGlobal?: boolean }[] = [
  { name: 'transitions' },
  { name: 'blocks' },
  { name: 'dependencies' },
  { name: 'actors', isGlobal: true },
];

/** The names of those that refuse, as SQL; `isOn` says of a setting and a stream, both SQL, whether it is on. */
export function rulesEnforced(isOn: (setting: string, stream: string) => string, stream: string): string {
  const names = rulesOfMoves.map(
    ({ name, isGlobal }) => `IF(${isOn(`'enforce_${name}'`, isGlobal ? "''" : stream)}, '${name}', NULL)`,
  );
  return `CONCAT_WS(',',\n    ${names.join(',\n    ')})`;
}

/** What queue_state keeps a copy of, so that a move need not look settings up: name and text, as the migrator takes it. */
export const rulesEnforcedFunction = {
  name: 'rules_enforced',
  text: `-- The rules about the moves of single items that refuse in a stream, by its settings: what queue_state keeps a copy of, so
-- that a move need not look settings up.
CREATE FUNCTION rules_enforced(p_value_stream VARCHAR(64)) RETURNS VARCHAR(100)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN ${rulesEnforced((setting, stream) => `is_switched_on(${setting}, ${stream})`, 'p_value_stream')}`,
};
