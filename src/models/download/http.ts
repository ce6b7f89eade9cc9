import type { Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import type { Downloadable } from '../catalogue.ts';
import { inAttempts, Interrupted, refuse } from './attempts.ts';
import { Connection, header, letGo } from './connection.ts';
import type { PartFile } from './partFile.ts';
import type { ProgressMeter } from './progress.ts';

export interface HttpContext {
  readonly entry: Downloadable;
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
  const connection = new Connection(address);
  try {
    await part.resume(address.href);
    meter.at(part.bytes);
    if (part.bytes >= entry.bytes) return;
    let before = part.bytes;
    const attempt = (): Promise<void> => {
      before = part.bytes;
      return fetchRest(address, connection, context);
    };
    await inAttempts(attempt, { what: entry.name, clock, signal, progressed: () => part.bytes > before });
  } finally {
    await connection.close();
  }
}

async function fetchRest(address: URL, connection: Connection, { entry, part, meter, signal }: HttpContext): Promise<void> {
  // Without a strong ETag there is no telling whether the rest would fit: the whole file is asked for.
  const resuming = part.bytes > 0 && part.tag !== '';
  const response = await connection.get(resuming ? { range: `bytes=${part.bytes}-`, 'if-range': part.tag } : {}, entry.name, signal);
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
  } else if (statusCode === 206 || statusCode === 416) {
    await letGo(body);
    await part.start({ from: address.href, tag: '' });
    throw new Interrupted('the server has another file now');
  } else {
    await refuse(response, entry.name);
  }
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new Error('the body is not made of bytes');
    await part.append(chunk);
    meter.at(part.bytes);
  }
  if (part.bytes < entry.bytes) throw new Interrupted('the connection ended early');
}

/** '' for a weak or missing tag: only a strong one promises the same bytes. */
const strongTag = (tag: string | null): string => (tag !== null && /^"[^"]*"$/u.test(tag) ? tag : '');

function continues(contentRange: string | null, from: number, total: number): boolean {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(contentRange ?? '');
  return match !== null && Number(match[1]) === from && Number(match[2]) === total - 1 && Number(match[3]) === total;
}
