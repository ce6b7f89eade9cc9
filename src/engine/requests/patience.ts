import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { MemberFault } from '../member/memberFault.ts';
import type { MeteredMember, RequestMember } from '../member/packMember.ts';

/** Until this share of a request's time has passed, a member may keep the others waiting: what is left is enough for them to write a line. */
const patientFor = 0.75;
/** A single answer may take this share of a request's time. */
const oneAnswer = 0.25;
/** How often it is looked at from then on, as a share of a request's time. */
const interval = 1 / 32;

interface Open {
  readonly id: string;
  readonly since: number;
  readonly giveUp: () => void;
}

/**
 * Gives up, for one request, on a member that keeps the others waiting: when three quarters of the request's time have passed, a member that owes an answer for a quarter of it while
 * another one waits fails, as if its model had, and the rest goes on without it. What it reads meanwhile stays read. Alone, or when all are slow, nobody is given up on.
 */
export class Patience implements Disposable {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #open = new Set<Open>();
  readonly #ids = new Set<string>();
  readonly #lost = new Set<string>();
  #timer: Disposable;

  /** `arrived` and `deadline` on the clock. */
  constructor(clock: Clock, arrived: number, deadline: number) {
    this.#clock = clock;
    this.#ms = deadline - arrived;
    this.#timer = clock.after(Math.max(0, arrived + patientFor * this.#ms - clock.now()), () => this.#look());
  }

  /** The member, watched. The workspace answers at once, and writes nothing that others should give way to. */
  watch(member: RequestMember): RequestMember {
    const { backend, report, window, anchor, shelf, lookUp } = member;
    if (backend.id === workspaceMemberId) return member;
    this.#ids.add(backend.id);
    return { backend: this.#watched(backend), report, window, anchor, ...(shelf === undefined ? {} : { shelf }), ...(lookUp === undefined ? {} : { lookUp }) };
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #watched(backend: MeteredMember): MeteredMember {
    const within = <T>(job: Promise<T>): Promise<T> => this.#within(backend.id, job);
    const { id, vocabulary } = backend;
    return {
      id, vocabulary,
      get usage() {
        return backend.usage;
      },
      idle: () => backend.idle(),
      tokenize: (text, continues) => backend.tokenize(text, continues),
      score: (...question) => within(backend.score(...question)),
      next: (...question) => within(backend.next(...question)),
      nextWithin: (...question) => within(backend.nextWithin(...question)),
      predict: (...question) => within(backend.predict(...question)),
      ...(backend.lookAhead === undefined ? {} : { lookAhead: backend.lookAhead.bind(backend) }),
      greedy: (...question) => backend.greedy(...question),
    };
  }

  async #within<T>(id: string, job: Promise<T>): Promise<T> {
    const { promise, giveUp } = abandonable(job, () => new MemberFault(id, new Error('it keeps the others waiting')));
    if (this.#lost.has(id)) giveUp();
    const open = { id, since: this.#clock.now(), giveUp };
    this.#open.add(open);
    try {
      return await promise;
    } finally {
      this.#open.delete(open);
    }
  }

  #look(): void {
    const owing = new Set([...this.#open].map(({ id }) => id));
    const someoneWaits = [...this.#ids].some((id) => !this.#lost.has(id) && !owing.has(id));
    const late = this.#clock.now() - oneAnswer * this.#ms;
    for (const { id, since, giveUp } of this.#open) {
      if (!someoneWaits || since > late) continue;
      this.#lost.add(id);
      giveUp();
    }
    this.#timer = this.#clock.after(interval * this.#ms, () => this.#look());
  }
}

/** The job, until somebody gives it up; what becomes of it then is of no interest. */
function abandonable<T>(job: Promise<T>, reason: () => Error): { readonly promise: Promise<T>; readonly giveUp: () => void } {
  let giveUp = (): void => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    giveUp = () => reject(reason());
    job.then(resolve, reject);
  });
  return { promise, giveUp };
}
