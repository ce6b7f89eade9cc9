import { asPackError, failures } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { workspaceMemberId } from '../base/workspaceMemberId.ts';
import type { LearnRequest, LoadRequest, Params, WarmRequest, WeightsRequest } from '../protocol/requests.ts';
import type { Answer, MethodName, Streamed } from '../protocol/requests.ts';
import { defaults } from '../protocol/settings.ts';
import { AlignmentCache } from './kept/alignmentCache.ts';
import { alignRequest } from './requests/alignRequest.ts';
import { completeRequest } from './requests/completeRequest.ts';
import { fit, participantsOf, weightsReport, type Services } from './requests/fitting.ts';
import { learnRequest } from './requests/learnRequest.ts';
import { LearntPriors } from './kept/learntPriors.ts';
import { measureRequest } from './requests/measureRequest.ts';
import { Pack } from './loading/pack.ts';
import type { PackMember, RequestMember } from './member/packMember.ts';
import { RequestLane, type Rank } from './requestLane.ts';
import { SamplerGarbage } from './samplerGarbage.ts';
import { scoreRequest } from './requests/scoreRequest.ts';
import { Workspace } from './workspace.ts';
import { weightingOf } from './requests/weightingOf.ts';

/** What comes with a question besides its parameters. */
export interface Caller<M extends MethodName> {
  readonly signal: AbortSignal;
  /** Of `complete` and `measure`: whether it gives way to everything else. */
  readonly background: boolean;
  readonly stream: (value: Streamed<M>) => void;
}

/** Requests that learning gives way to before it is given up. */
const mostInterruptions = 20;

type Wish = Pick<Params<'complete'>, 'weighting' | 'alignment' | 'decoding'>;

type Handlers = { readonly [M in MethodName]: (params: Params<M>, caller: Caller<M>) => Promise<Answer<M>> };

/** Answers the host's questions. Whatever moves the members' KV caches goes through one lane; the rest is answered at once. */
export class EngineServer {
  readonly #pack: Pack;
  readonly #services: Services;
  readonly #lane = new RequestLane();
  readonly #workspace: Workspace;
  readonly #garbage: SamplerGarbage;
  /** How the latest request wanted its weights: warming fits them the same way, so that everything it needs is known already. */
  #latest: Wish = { weighting: defaults.weighting, alignment: defaults.alignment, decoding: defaults.decoding };

  /** How the pack's vocabularies are aligned ahead of need; null when they are not. */
  #preparedFor: Wish['alignment'] | null = null;
  #preparing: Promise<void> = Promise.resolve();

  constructor(clock: Clock, logger: Logger) {
    this.#pack = new Pack(clock, logger);
    this.#workspace = new Workspace(clock);
    this.#garbage = new SamplerGarbage(clock);
    this.#services = { alignments: new AlignmentCache(clock, logger), learnt: new LearntPriors(logger), clock, logger };
  }

  readonly #handlers: Handlers = {
    load: (request, { signal, stream }) => this.#lane.run('request', signal, (lane) => this.#load(request, stream, lane)),
    complete: (request, { signal, background, stream }) => {
      const arrived = this.#services.clock.now();
      if (!background) this.#latest = { weighting: request.weighting, alignment: request.alignment, decoding: request.decoding };
      this.#prepare();
      return this.#lane.run(background ? 'learn' : rankOf(request), signal, (lane) =>
        completeRequest(this.#membersFor(request, request.decoding), request, { arrived, started: this.#services.clock.now() }, this.#services, lane, stream));
    },
    weights: (request, { signal }) => this.#lane.run('request', signal, (lane) => this.#weigh(request, lane)),
    score: ({ text, only }, { signal }) => this.#lane.run('request', signal, (lane) => scoreRequest(this.#pack.select(only), text, this.#services, lane)),
    align: (request) => alignRequest(this.#pack.members, request, this.#services),
    warm: (request, { signal }) => this.#lane.run('warm', signal, (lane) => this.#warm(request, lane)),
    learn: (request, { signal }) => this.#learn(request, signal),
    learnt: ({ cacheFolder }) => this.#learntIn(cacheFolder).list().then((learnt) => [...learnt]),
    forget: ({ cacheFolder, language }, { signal }) => this.#lane.run('request', signal, async () => {
      await this.#learntIn(cacheFolder).forget(language);
      return null;
    }),
    measure: (request, { signal, background }) => this.#lane.run(background ? 'learn' : 'request', signal, (lane) =>
      measureRequest(this.#withWorkspace(request), request, this.#services, lane)),
    workspace: (request) => this.#workspace.update(request),
    describe: () => this.#pack.describe(),
    ping: () => Promise.resolve(null),
  };

  /** Rejects with a `PackError`, whatever went wrong. */
  async answer<M extends MethodName>(method: M, params: Params<M>, caller: Caller<M>): Promise<Answer<M>> {
    this.#garbage.wait();
    try {
      return await this.#handlers[method](params, caller);
    } catch (thrown) {
      throw caller.signal.aborted ? failures.cancelled() : asPackError(thrown);
    } finally {
      // The answer goes first.
      setImmediate(() => this.#garbage.tidy(this.#pack.members));
    }
  }

  async dispose(): Promise<void> {
    await this.#lane.run('request', new AbortController().signal, () => this.#pack.dispose());
    this.#garbage.dispose();
    await this.#preparing;
  }

  async #load(request: LoadRequest, stream: Caller<'load'>['stream'], signal: AbortSignal): Promise<Answer<'load'>> {
    this.#services.alignments.folder = request.cacheFolder;
    this.#services.learnt.folder = request.cacheFolder;
    const report = await this.#pack.load(request, stream, signal);
    this.#garbage.collect(this.#pack.members);
    this.#preparedFor = null;
    this.#prepare();
    return report;
  }

  /** Large vocabularies take seconds to align for the first time: where requests need that, every pair is aligned once, ahead of the request that meets it. */
  #prepare(): void {
    const { alignment } = this.#latest;
    if (!needsAlignments(this.#latest) || this.#preparedFor === alignment) return;
    this.#preparedFor = alignment;
    this.#preparing = this.#alignPairs(this.#pack.members, alignment);
  }

  /** Given up for another pack. */
  async #alignPairs(members: readonly PackMember[], alignment: Wish['alignment']): Promise<void> {
    await this.#preparing;
    for (const from of members) {
      for (const to of members) {
        if (members.some((member) => !this.#pack.members.includes(member))) return;
        if (from === to) continue;
        await this.#services.alignments.find(from.backend.vocabulary, to.backend.vocabulary, alignment)
          .catch((thrown: unknown) => this.#services.logger.warn(`an alignment failed: ${asPackError(thrown).message}`));
      }
    }
  }

  /** The pack, and the workspace where it can take part: it has bytes for tokens, so only byte by byte, and PackLLM's own weights know nothing of it. */
  #membersFor(request: WeightsRequest, decoding: Wish['decoding']): readonly RequestMember[] {
    return request.weighting.method === 'mixture' && decoding === 'bytes' ? this.#withWorkspace(request) : this.#pack.select(request.only);
  }

  /** The members asked for, and the workspace of the document, unless others alone were asked for. */
  #withWorkspace({ document, only, before }: Pick<WeightsRequest, 'document' | 'only' | 'before'>): readonly RequestMember[] {
    const members = this.#pack.select(only);
    if (document === undefined || only?.includes(workspaceMemberId) === false || before.trim() === '') return members;
    const workspace = this.#workspace.memberFor(document);
    return workspace === null ? members : [...members, workspace];
  }

  async #weigh(request: WeightsRequest, signal: AbortSignal): Promise<Answer<'weights'>> {
    const { participants, fitted } = await fit(participantsOf(this.#membersFor(request, 'bytes'), request), request, this.#services, signal);
    return weightsReport(participants, fitted, request);
  }

  /** Begins again after each request that it gave way to, a few times. */
  async #learn(request: LearnRequest, signal: AbortSignal): Promise<null> {
    for (let interruptions = 0; ; interruptions += 1) {
      try {
        return await this.#lane.run('learn', signal, (lane) => learnRequest(this.#pack.select(request.only), request, this.#services, lane));
      } catch (thrown) {
        if (signal.aborted || asPackError(thrown).code !== 'cancelled' || interruptions >= mostInterruptions) throw thrown;
      }
    }
  }

  /** The folder may be told before any pack is loaded. */
  #learntIn(cacheFolder: string): LearntPriors {
    this.#services.learnt.folder = cacheFolder;
    return this.#services.learnt;
  }

  async #warm(request: WarmRequest, signal: AbortSignal): Promise<null> {
    const text = { ...request, ...this.#latest, language: '' };
    await fit(participantsOf(this.#pack.select(undefined), text), text, this.#services, signal);
    return null;
  }
}

/** Token-level decoding and weightings that fuse the prompt itself meet other members' vocabularies; byte-level decoding never does. */
function needsAlignments({ decoding, weighting }: Wish): boolean {
  return decoding === 'tokens' || weightingOf(weighting, null).needsRows;
}

/** Typing replaces one suggestion by the next; a question was asked once and is answered in its turn. */
function rankOf({ shape }: Params<'complete'>): Rank {
  switch (shape.kind) {
    case 'line':
    case 'block': return 'completion';
    case 'text':
    case 'answer': return 'request';
  }
}
