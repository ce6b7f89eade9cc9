import { sleep, type Clock } from '../../base/clock.ts';
import { failures, PackError } from '../../base/errors.ts';
import { header, letGo, type Response } from './connection.ts';
import { RetryPolicy } from './retryPolicy.ts';

const longestRetryAfterMs = 30_000;
/** A connection that was there and broke, or a server that went quiet; anything else (no such host, refused, bad certificate) will not get better soon. */
const passing: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

/** Worth another attempt, after `afterMs` if the server asked for a wait. */
export class Interrupted extends Error {
  readonly afterMs: number | null;

  constructor(message: string, afterMs: number | null = null) {
    super(message);
    this.afterMs = afterMs;
  }
}

export interface Attempts {
  /** What failures name. */
  readonly what: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether the attempt that has just failed got something done all the same. */
  readonly progressed?: () => boolean;
}

/** Tries again after failures that pass by themselves, with longer and longer waits. Throws `download-failed`, `cancelled`, or what the disk of this machine threw. */
export async function inAttempts<T>(attempt: () => Promise<T>, { what, clock, signal, progressed }: Attempts): Promise<T> {
  let policy = RetryPolicy.start;
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      if (signal.aborted) throw failures.cancelled();
      if (thrown instanceof PackError || isLocal(thrown)) throw thrown;
      if (progressed?.() === true) policy = policy.reset();
      const wait = isPassing(thrown) ? policy.delayMs : null;
      if (wait === null) throw failures.downloadFailed(what, describe(thrown));
      policy = policy.next();
      if (!(await sleep(clock, (thrown instanceof Interrupted ? thrown.afterMs : null) ?? wait, signal))) throw failures.cancelled();
    }
  }
}

/** Turns an answer that brings nothing into what it means: try again, or a failure that names the way out. */
export async function refuse({ statusCode, headers, body }: Response, what: string): Promise<never> {
  await letGo(body);
  if (statusCode === 429 || statusCode >= 500) throw new Interrupted(`the server answers ${statusCode}`, retryAfterMs(header(headers, 'retry-after')));
  const cause = `the server answers ${statusCode}`;
  switch (statusCode) {
    case 401: throw failures.downloadFailed(what, `${cause}: there is no such model, or it is not public`, 'Check the spelling of OWNER/REPOSITORY; a model that is not public has to be downloaded in your browser and added as a file.');
    case 403: throw failures.downloadFailed(what, `${cause}: the model is given out on request only`, 'Accept its terms on its page, download the file in your browser and add it as a file.');
    case 404: throw failures.downloadFailed(what, `${cause}: there is no such file`, 'Check the spelling of the model and the file, and the setting packllm.hubEndpoint.');
    default: throw failures.downloadFailed(what, cause);
  }
}

function retryAfterMs(seconds: string | null): number | null {
  if (seconds === null || !/^\d{1,6}$/u.test(seconds)) return null;
  return Math.min(Number(seconds) * 1000, longestRetryAfterMs);
}

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');
const isPassing = (thrown: unknown): boolean => thrown instanceof Interrupted || passing.has(codeOf(thrown));

/** A failure of this machine's disk, not of the network. */
const isLocal = (thrown: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(codeOf(thrown));

function describe(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the server cannot be found';
  if (code === 'ECONNREFUSED') return 'the server refuses the connection';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'the server does not answer';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return code === '' || message.includes(code) ? message : `${message} (${code})`;
}
