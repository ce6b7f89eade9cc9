import { failures } from './errors.ts';

/** The job's result, or the signal's reason at once when it aborts first: the job then ends by itself and what it says is dropped. */
export async function abortable<T>(job: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([job, aborted.then((): never => {
      signal.throwIfAborted();
      throw failures.cancelled();
    })]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    job.catch(() => undefined);
  }
}
