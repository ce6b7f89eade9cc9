import * as v from 'valibot';
import { systemClock, type Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import { defaultHubEndpoint, hubApiAddress } from '../download/address.ts';
import { inAttempts, refuse } from '../download/attempts.ts';
import { Connection, type Response } from '../download/connection.ts';
import { repositoryPattern } from './repositoryPattern.ts';

/** A GGUF file of a repository: its name, size and SHA-256 as the hub has them. */
export interface HubFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface HubRepository {
  /** `owner/name`. */
  readonly repository: string;
  /** Commit that the files belong to. */
  readonly revision: string;
  /** As the repository names it, usually an SPDX identifier in lower case; null when it names none. */
  readonly licence: string | null;
  /** Whether files are only given to those who asked for them. */
  readonly gated: boolean;
  /** Whole models, smallest first. */
  readonly files: readonly HubFile[];
}

export interface HubOptions {
  readonly endpoint?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

const longestAnswer = 8 * 2 ** 20;

const Answer = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u)),
  gated: v.optional(v.union([v.boolean(), v.string()]), false),
  cardData: v.optional(v.nullable(v.object({ license: v.optional(v.union([v.string(), v.array(v.string())])) }))),
  siblings: v.array(v.object({
    rfilename: v.string(),
    size: v.optional(v.nullable(v.number())),
    lfs: v.optional(v.nullable(v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)), size: v.number() }))),
  })),
});

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.gguf$/u;
/** Parts of a larger file, and the vision part of a model, are no models by themselves. */
const noModel = /-\d{5}-of-\d{5}\.gguf$|mmproj/iu;

/**
 * What the hub has in a repository: one question to its API, which also tells sizes and checksums of large files.
 * Throws `bad-setting` for an endpoint that is none, `bad-request` for a name that is none, `download-failed` or `cancelled`.
 */
export async function readHubRepository(repository: string, options: HubOptions = {}): Promise<HubRepository> {
  const { endpoint = defaultHubEndpoint, clock = systemClock, signal = new AbortController().signal } = options;
  if (!repositoryPattern.test(repository)) throw failures.badRequest(`"${repository}" is not of the form OWNER/REPOSITORY`);
  const connection = new Connection(hubApiAddress(endpoint, repository));
  try {
    return await inAttempts(async () => {
      const response = await connection.get({ accept: 'application/json' }, repository, signal);
      if (response.statusCode !== 200) await refuse(response, repository);
      return repositoryOf(repository, await textOf(response, repository));
    }, { what: repository, clock, signal });
  } finally {
    await connection.close();
  }
}

async function textOf({ body }: Response, repository: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new Error('the body is not made of bytes');
    bytes += chunk.length;
    if (bytes > longestAnswer) throw failures.downloadFailed(repository, 'the hub’s answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function repositoryOf(repository: string, text: string): HubRepository {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), text);
  if (!parsed.success) throw failures.downloadFailed(repository, 'the server does not answer as a model hub does', 'Check the setting packllm.hubEndpoint.');
  const { sha, gated, cardData, siblings } = parsed.output;
  const licence = cardData?.license;
  const files = siblings.flatMap(({ rfilename, lfs }): readonly HubFile[] =>
    fileName.test(rfilename) && !noModel.test(rfilename) && lfs !== null && lfs !== undefined && lfs.size > 0 ? [{ file: rfilename, bytes: lfs.size, sha256: lfs.sha256 }] : []);
  return {
    repository,
    revision: sha,
    licence: typeof licence === 'string' ? licence : licence?.[0] ?? null,
    gated: gated !== false,
    files: files.toSorted((a, b) => a.bytes - b.bytes),
  };
}
