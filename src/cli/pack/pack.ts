import { failures, type PackError } from '../../base/errors.ts';
import { silentLogger } from '../../base/logger.ts';
import type { Engine } from '../../host/engine.ts';
import { createEngine } from '../../host/engineSupervisor.ts';
import { engineCacheFolder, modelsFolder } from '../../models/modelsFolder.ts';
import { Quarantine } from '../../models/quarantine.ts';
import { memberSpec } from '../../models/resolvePack.ts';
import type { LoadReport } from '../../protocol/reports.ts';
import { defaults, type WeightingPolicy } from '../../protocol/settings.ts';
import { errorOfFailure, failureOf } from '../../protocol/wire.ts';
import { pinnedWeights } from '../arguments/members.ts';
import { progressBar } from '../shell/progress.ts';
import type { Run } from '../shell/run.ts';
import { choosePack, type PackChoice } from './packChoice.ts';

/** A pack in an engine, ready to be asked. */
export interface Pack {
  readonly engine: Engine;
  readonly choice: PackChoice;
  /** Ids of the members that are ready, in the order of the pack. */
  readonly ids: readonly string[];
  readonly leftOut: LoadReport['leftOut'];
  readonly weighting: WeightingPolicy;
}

/** Runs `use` with an engine of its own; no process is left when it settles. */
export async function withEngine<T>(run: Run, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = createEngine({ entry: run.installation.engineEntry, clock: run.clock, logger: silentLogger, quarantine: new Quarantine(modelsFolder()) });
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}

/** Runs `use` with the chosen pack loaded. Members that cannot be used are named on standard error; throws when none is left. */
export async function withPack(run: Run, use: (pack: Pack) => Promise<void>, choose = choosePack): Promise<void> {
  const choice = await choose(run);
  if (choice.notice !== null) run.terminal.warn(choice.notice);
  await withEngine(run, async (engine) => {
    const { members, leftOut } = await loadPack(run, engine, choice);
    if (members.length === 0) throw whyEmpty(run, leftOut);
    for (const failure of leftOut) run.terminal.warn(`${failure.message} ${failure.fix}`.trimEnd());
    const ids = choice.members.map(({ id }) => id).filter((id) => members.some((member) => member.id === id));
    await use({ engine, choice, ids, leftOut, weighting: weightingOf(run, ids) });
  });
}

/** Loads the chosen members, with a progress bar; a member that cannot be loaded is in `leftOut`. */
export async function loadPack({ flags, terminal, clock, signal }: Run, engine: Engine, choice: PackChoice): Promise<LoadReport> {
  const { members } = choice;
  const done = new Map<string, number>();
  const progress = progressBar(terminal.progressStream, clock);
  try {
    const settings = { ...defaults.engine, gpu: flags.gpu, threads: flags.threads, contextSize: flags.context };
    return await engine.load({ members: members.map(memberSpec), settings, cacheFolder: engineCacheFolder() }, {
      signal,
      onValue: ({ id, done: share }) => {
        done.set(id, share);
        const sum = [...done.values()].reduce((total, each) => total + each, 0);
        progress.update(sum / members.length, `loading ${id}`);
      },
    });
  } finally {
    progress.dispose();
  }
}

/** A single cause is the error itself; of several, each gets its line. */
function whyEmpty({ terminal }: Run, leftOut: LoadReport['leftOut']): PackError {
  const [only] = leftOut;
  const failure = leftOut.length === 1 ? failureOf(only) : null;
  if (failure !== null) return errorOfFailure(failure);
  for (const { message, fix } of leftOut) terminal.fail({ message, fix });
  return failures.noMembers();
}

function weightingOf({ flags }: Run, ids: readonly string[]): WeightingPolicy {
  const pinned = flags.weights === undefined ? {} : pinnedWeights(ids, flags.weights);
  return { ...defaults.weighting, method: flags.method, temperature: flags.tau, loss: flags.loss, pinned };
}
