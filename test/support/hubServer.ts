import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does wrong with one request; a request that meets no fault is served properly. */
export type HubFault =
  /** The connection breaks once the client has told (`received`) that these bytes arrived, or, if `abrupt`, with bytes still on their way. */
  | { readonly kind: 'reset'; readonly afterBytes: number; readonly abrupt?: boolean }
  | { readonly kind: 'status'; readonly code: number; readonly retryAfter?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'wrong-length'; readonly length: number }
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'more-bytes' }
  | { readonly kind: 'fewer-bytes' }
  | { readonly kind: 'wrong-range' }
  | { readonly kind: 'ignores-if-range' }
  /** Waits for this before the second half. */
  | { readonly kind: 'pause'; readonly until: Promise<void> };

export interface SeenRequest {
  readonly path: string;
  readonly range: string | null;
  readonly ifRange: string | null;
}

/** What the hub's API tells of a repository besides its files. */
export interface HubAnswer {
  readonly gated?: boolean | string;
  readonly license?: string;
  /** Names of the files; each has the hub's one content. */
  readonly files: readonly string[];
}

/** A model hub on this machine: one file with a strong ETag, ranges, an API that lists repositories, and faults in the order in which they were queued. */
export class HubServer {
  content: Buffer;
  etag: string | null = '"one"';
  /** By `owner/name`; others answer 401, as the public hub does. */
  readonly repositories = new Map<string, HubAnswer>();
  readonly faults: HubFault[] = [];
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  #received = 0;
  #waiting: (() => void) | null = null;

  private constructor(content: Buffer) {
    this.content = content;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(content: Buffer): Promise<HubServer> {
    const hub = new HubServer(content);
    await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How far the client is, in bytes of the whole file. */
  received(bytes: number): void {
    this.#received = bytes;
    this.#waiting?.();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range = null, 'if-range': ifRange = null } = request.headers as Record<string, string | undefined>;
    this.seen.push({ path: request.url ?? '', range, ifRange });
    response.on('error', () => undefined);
    const fault = this.faults.shift() ?? null;
    if (fault?.kind === 'status') {
      response.writeHead(fault.code, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end('no');
      return;
    }
    if (fault?.kind === 'redirect') {
      response.writeHead(302, { location: fault.to }).end();
      return;
    }
    const repository = /^\/api\/models\/([^/?]+\/[^/?]+)\?blobs=true$/u.exec(request.url ?? '')?.[1];
    if (repository !== undefined) {
      this.#list(repository, fault, response);
      return;
    }
    const total = this.content.length;
    const wanted = /^bytes=(\d+)-$/u.exec(range ?? '')?.[1];
    const from = wanted !== undefined && (ifRange === null || ifRange === this.etag || fault?.kind === 'ignores-if-range') ? Number(wanted) : 0;
    if (from >= total && total > 0) {
      response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
      return;
    }
    const body = this.#body(from, fault);
    const partial = from > 0 || wanted === '0';
    const shift = fault?.kind === 'wrong-range' ? 1 : 0;
    response.writeHead(partial ? 206 : 200, {
      ...(this.etag === null ? {} : { etag: this.etag }),
      ...(partial ? { 'content-range': `bytes ${from + shift}-${total - 1}/${total}` } : {}),
      ...(fault?.kind === 'wrong-length' ? { 'content-length': fault.length } : fault?.kind === 'more-bytes' || fault?.kind === 'fewer-bytes' ? {} : { 'content-length': body.length }),
    });
    if (fault?.kind === 'reset') {
      response.write(body.subarray(0, fault.afterBytes));
      if (fault.abrupt !== true) await this.#whenReceived(from + fault.afterBytes);
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'pause') {
      response.write(body.subarray(0, body.length / 2));
      await fault.until;
      response.end(body.subarray(body.length / 2));
      return;
    }
    response.end(body);
  }

  #list(repository: string, fault: HubFault | null, response: ServerResponse): void {
    const found = this.repositories.get(repository);
    if (found === undefined) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"Invalid username or password."}');
      return;
    }
    const lfs = { sha256: createHash('sha256').update(this.content).digest('hex'), size: this.content.length, pointerSize: 134 };
    const siblings = found.files.map((rfilename) => (rfilename.endsWith('.gguf') ? { rfilename, blobId: 'a'.repeat(40), size: lfs.size, lfs } : { rfilename, blobId: 'b'.repeat(40), size: 10 }));
    const text = JSON.stringify({ id: repository, sha: 'c'.repeat(40), gated: found.gated ?? false, cardData: { license: found.license ?? 'apache-2.0' }, siblings });
    response.writeHead(200, { 'content-type': 'application/json' }).end(fault?.kind === 'fewer-bytes' ? text.slice(0, -10) : fault?.kind === 'more-bytes' ? text.padEnd(9 * 2 ** 20) : text);
  }

  #whenReceived(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = () => {
        if (this.#received >= bytes) resolve();
      };
      this.#waiting();
    });
  }

  #body(from: number, fault: HubFault | null): Buffer {
    const body = this.content.subarray(from);
    if (fault?.kind === 'wrong-length') return body.subarray(0, Math.min(body.length, fault.length));
    if (fault?.kind === 'wrong-bytes') return Buffer.from(body.map((byte, index) => (index === body.length >> 1 ? byte ^ 1 : byte)));
    if (fault?.kind === 'more-bytes') return Buffer.concat([body, Buffer.alloc(1000)]);
    if (fault?.kind === 'fewer-bytes') return body.subarray(0, body.length - 1000);
    return body;
  }
}
