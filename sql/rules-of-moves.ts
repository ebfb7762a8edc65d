/**
 * The rules about moves of single items that can refuse: their name in `queue_state.rules_enforced`, and their setting.
 * Each is set for a stream, else for all; `isGlobal`: only for all streams.
 */
const rulesOfMoves: readonly { readonly name: string; readonly isGlobal?: boolean }[] = [
  { name: 'transitions' },
  { name: 'blocks' },
  { name: 'dependencies' },
  { name: 'actors', isGlobal: true },
];

/** The names of the rules that refuse, as SQL; `isOn` gives the SQL that tests a setting for a stream. */
export function rulesEnforced(isOn: (setting: string, stream: string) => string, stream: string): string {
  const names = rulesOfMoves.map(
    ({ name, isGlobal }) => `IF(${isOn(`'enforce_${name}'`, isGlobal ? "''" : stream)}, '${name}', NULL)`,
  );
  return `CONCAT_WS(',',\n    ${names.join(',\n    ')})`;
}

/** The copy in queue_state, so that a move need not read settings: name and text, for the migrator. */
export const rulesEnforcedFunction = {
  name: 'rules_enforced',
  text: `-- The rules about the moves of single items that refuse in a stream, by its settings: what queue_state keeps a copy of, so
-- that a move need not look settings up.
CREATE FUNCTION rules_enforced(p_value_stream VARCHAR(64)) RETURNS VARCHAR(100)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN ${rulesEnforced((setting, stream) => `is_switched_on(${setting}, ${stream})`, 'p_value_stream')}`,
};
