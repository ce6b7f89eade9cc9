import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { failures } from '../../base/errors.ts';
import { addressProblem, isLoopback } from './address.ts';

export type Response = Dispatcher.ResponseData;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/** A way to one server and wherever it redirects to, encrypted unless the address is on this machine. Its owner closes it. */
export class Connection {
  readonly #start: URL;
  readonly #loopback: boolean;
  readonly #dispatcher: Dispatcher;

  constructor(address: URL) {
    this.#start = address;
    this.#loopback = isLoopback(address) && address.protocol === 'http:';
    const timeouts = { connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 };
    this.#dispatcher = this.#loopback ? new Agent(timeouts) : new EnvHttpProxyAgent(timeouts);
  }

  /** Follows redirects by hand, so that every address on the way is looked at first. `what` is named when one of them is refused. Throws `download-failed`. */
  async get(headers: Readonly<Record<string, string>>, what: string, signal: AbortSignal): Promise<Response> {
    let address = this.#start;
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const problem = addressProblem(address, this.#loopback);
      if (problem !== null) throw failures.downloadFailed(what, problem);
      const response = await request(address, { dispatcher: this.#dispatcher, signal, headers: { 'user-agent': 'packllm', 'accept-encoding': 'identity', ...headers } });
      if (!redirects.has(response.statusCode)) return response;
      await letGo(response.body);
      const location = header(response.headers, 'location') ?? '';
      if (!URL.canParse(location, address.href)) throw failures.downloadFailed(what, 'the server redirects to no valid address');
      address = new URL(location, address);
    }
    throw failures.downloadFailed(what, `the server redirects more than ${mostRedirects} times`);
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

/** Drops a body that nobody wants; how it ends does not matter. */
export async function letGo(body: Response['body']): Promise<void> {
  body.on('error', () => undefined);
  await body.dump({ limit: 16_384 }).catch(() => undefined);
}

export function header(headers: Response['headers'], name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
