/**
 * Threads of each member when `members` share the machine. The threads of a batch wait for each other, so one that shares its core holds
 * up all: members divide the cores instead of competing for them, and one core is left to the editor. `setting` is the total, 0 for automatic.
 */
export function threadsPerMember(setting: number, cores: number, members: number): number {
  const total = setting === 0 ? cores - 1 : setting;
  return Math.max(1, Math.floor(total / Math.max(1, members)));
}
