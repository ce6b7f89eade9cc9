/**
 * Threads of each member when `members` share the machine: sharing out beats competing by an order of magnitude on a busy machine.
 * `setting` is the total, 0 for one per core.
 */
export function threadsPerMember(setting: number, cores: number, members: number): number {
  const total = setting === 0 ? cores : setting;
  return Math.max(1, Math.floor(total / Math.max(1, members)));
}
