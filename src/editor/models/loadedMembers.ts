import { failures } from '../../base/errors.ts';
import type { Engine } from '../../host/engine.ts';

/** Ids of the pack's members, once a pack that is on its way has arrived. Throws `no-members` when it has none. */
export async function loadedMembers(engine: Pick<Engine, 'ask' | 'pack'>, signal?: AbortSignal): Promise<readonly string[]> {
  if (engine.pack === null) await engine.ask('describe', null, signal === undefined ? {} : { signal });
  const ids = engine.pack?.members.map(({ id }) => id) ?? [];
  if (ids.length === 0) throw failures.noMembers();
  return ids;
}
