import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { sleep, type Clock } from '../../base/clock.ts';
import { failures, PackError } from '../../base/errors.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { addressProblem, isLoopback } from './address.ts';
import type { PartFile } from './partFile.ts';
import type { ProgressMeter } from './progress.ts';
import { RetryPolicy } from './retryPolicy.ts';

type Response = Dispatcher.ResponseData;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;
const longestRetryAfterMs = 30_000;
/** A connection that was there and broke, or a server that went quiet; anything else (no such host, refused, bad certificate) will not get better soon. */
const passing: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

/** Worth another attempt, after `afterMs` if the server asked for a wait. */
class Interrupted extends Error {
  readonly afterMs: number | null;

  constructor(message: string, afterMs: number | null = null) {
    super(message);
    this.afterMs = afterMs;
  }
}

export interface HttpContext {
  readonly entry: CatalogueEntry;
  readonly part: PartFile;
  readonly meter: ProgressMeter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Brings the part file to its full length from `address`, over as many requests as it takes. What is there already is kept
 * only if the server still has the same strong ETag. Throws `download-failed` or `cancelled`; what arrived stays for a later run.
 */
export async function downloadOverHttp(address: URL, context: HttpContext): Promise<void> {
  const { entry, part, meter, clock, signal } = context;
  const loopback = isLoopback(address) && address.protocol === 'http:';
  const timeouts = { connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 };
  const dispatcher = loopback ? new Agent(timeouts) : new EnvHttpProxyAgent(timeouts);
  try {
    await part.resume(address.href);
    meter.at(part.bytes);
    let policy = RetryPolicy.start;
    while (part.bytes < entry.bytes) {
      const before = part.bytes;
      try {
        await attempt(address, loopback, dispatcher, context);
      } catch (thrown) {
        if (signal.aborted) throw failures.cancelled();
        if (thrown instanceof PackError || isLocal(thrown)) throw thrown;
        if (part.bytes > before) policy = policy.reset();
        const wait = isPassing(thrown) ? policy.delayMs : null;
        if (wait === null) throw failures.downloadFailed(entry.name, describe(thrown));
        policy = policy.next();
        if (!(await sleep(clock, retryAfter(thrown) ?? wait, signal))) throw failures.cancelled();
      }
    }
  } finally {
    await dispatcher.destroy();
  }
}

async function attempt(address: URL, loopback: boolean, dispatcher: Dispatcher, { entry, part, meter, signal }: HttpContext): Promise<void> {
  // Without a strong ETag there is no telling whether the rest would fit: the whole file is asked for.
  const resuming = part.bytes > 0 && part.tag !== '';
  const range = resuming ? { range: `bytes=${part.bytes}-`, 'if-range': part.tag } : {};
  const response = await follow(address, loopback, dispatcher, range, entry, signal);
  const { statusCode, headers, body } = response;
  const tag = strongTag(header(headers, 'etag'));
  if (statusCode === 206 && resuming && continues(header(headers, 'content-range'), part.bytes, entry.bytes) && tag === part.tag) {
    // Carry on where the earlier bytes end.
  } else if (statusCode === 200) {
    const length = header(headers, 'content-length');
    if (length !== null && Number(length) !== entry.bytes) {
      await letGo(body);
      throw failures.downloadFailed(entry.name, `the file there has ${length} bytes instead of ${entry.bytes}`);
    }
    await part.start({ from: address.href, tag });
  } else {
    await letGo(body);
    if (statusCode === 206 || statusCode === 416) {
      await part.start({ from: address.href, tag: '' });
      throw new Interrupted('the server has another file now');
    }
    if (statusCode === 429 || statusCode >= 500) throw new Interrupted(`the server answers ${statusCode}`, retryAfterMs(header(headers, 'retry-after')));
    throw failures.downloadFailed(entry.name, `the server answers ${statusCode}`);
  }
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new Error('the body is not made of bytes');
    await part.append(chunk);
    meter.at(part.bytes);
  }
  if (part.bytes < entry.bytes) throw new Interrupted('the connection ended early');
}

/** Follows redirects by hand, so that every address on the way is looked at first. */
async function follow(start: URL, loopback: boolean, dispatcher: Dispatcher, range: Record<string, string>, entry: CatalogueEntry, signal: AbortSignal): Promise<Response> {
  let address = start;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const problem = addressProblem(address, loopback);
    if (problem !== null) throw failures.downloadFailed(entry.name, problem);
    const response = await request(address, { dispatcher, signal, headers: { 'user-agent': 'packllm', 'accept-encoding': 'identity', ...range } });
    if (!redirects.has(response.statusCode)) return response;
    await letGo(response.body);
    const location = header(response.headers, 'location') ?? '';
    if (!URL.canParse(location, address.href)) throw failures.downloadFailed(entry.name, 'the server redirects to no valid address');
    address = new URL(location, address);
  }
  throw failures.downloadFailed(entry.name, `the server redirects more than ${mostRedirects} times`);
}

/** Drops a body that nobody wants; how it ends does not matter. */
async function letGo(body: Response['body']): Promise<void> {
  body.on('error', () => undefined);
  await body.dump({ limit: 16_384 }).catch(() => undefined);
}

function header(headers: Response['headers'], name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

/** '' for a weak or missing tag: only a strong one promises the same bytes. */
const strongTag = (tag: string | null): string => (tag !== null && /^"[^"]*"$/u.test(tag) ? tag : '');

function continues(contentRange: string | null, from: number, total: number): boolean {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(contentRange ?? '');
  return match !== null && Number(match[1]) === from && Number(match[2]) === total - 1 && Number(match[3]) === total;
}

function retryAfterMs(seconds: string | null): number | null {
  if (seconds === null || !/^\d{1,6}$/u.test(seconds)) return null;
  return Math.min(Number(seconds) * 1000, longestRetryAfterMs);
}

const retryAfter = (thrown: unknown): number | null => (thrown instanceof Interrupted ? thrown.afterMs : null);
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
