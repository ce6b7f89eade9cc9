import { Format, Presets, SingleBar } from 'cli-progress';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';

/** Work shorter than this gets no bar. */
const patience = 1000;

export interface Progress extends Disposable {
  /** `done` in [0, 1]; `label` says what is being done. */
  update(done: number, label: string): void;
}

export const noProgress: Progress = { update: () => undefined, dispose: () => undefined };

/** One bar on a terminal, drawn once the work has taken a second and wiped when it is over. */
export function progressBar(stream: NodeJS.WriteStream | null, clock: Clock): Progress {
  if (stream === null) return noProgress;
  const bar = new SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    format: (options, params, payload: { readonly label?: string }) =>
      `  ${Format.BarFormat(params.progress, options)} ${String(Math.floor(params.progress * 100)).padStart(3)} %  ${payload.label ?? ''}`,
    barsize: 24,
  }, Presets.rect);
  let latest = { done: 0, label: '' };
  let started = false;
  const timer = clock.after(patience, () => {
    started = true;
    bar.start(1, latest.done, { label: latest.label });
  });
  return {
    update(done, label) {
      latest = { done, label };
      if (started) bar.update(done, { label });
    },
    dispose() {
      timer.dispose();
      if (started) bar.stop();
      started = false;
    },
  };
}
