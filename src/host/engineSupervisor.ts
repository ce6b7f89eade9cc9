import { existsSync } from 'node:fs';
import { sleep, type Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { asPackError, failures, PackError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { LoadReport } from '../protocol/reports.ts';
import type { Answer, LoadProgress, MethodName, Params } from '../protocol/requests.ts';
import { abortable } from './abortable.ts';
import type { AskOptions, Engine, EngineState } from './engine.ts';
import { EngineProcess } from './engineProcess.ts';
import { forkEngine, type ForkEngine } from './forkEngine.ts';
import { IdleTimer } from './idleTimer.ts';
import { PackLoad, type PackRequest } from './packLoad.ts';
import type { Quarantine } from './quarantine.ts';
import { RecyclePolicy } from './recyclePolicy.ts';
import { RestartPolicy } from './restartPolicy.ts';

export interface EngineOptions {
  /** Absolute path of the engine's bundle. */
  readonly entry: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly quarantine: Quarantine;
  readonly fork?: ForkEngine;
  /** How long the engine may have nothing to do before it ends and its memory is free, ms; 0, as when left out, keeps it. */
  readonly idleMs?: () => number;
}

/** The engine, started with the first question or pack. Its owner disposes it; no process is left then. */
export function createEngine(options: EngineOptions): Engine {
  return new EngineSupervisor(options);
}

/** A pack that somebody asked for, and what became of it: null while it is not settled. */
interface WantedPack {
  readonly load: PackLoad;
  readonly abort: AbortController;
  readonly onProgress: (progress: LoadProgress) => void;
  outcome: LoadReport | PackError | null;
}

/** Questions that an engine without any member answers. */
const withoutPack: ReadonlySet<MethodName> = new Set(['describe', 'learnt', 'forget']);
/** How long nobody has to have asked for anything before the engine's memory is looked at, ms. */
const quietMs = 60_000;

/** Questions that no user waits for: they neither keep the engine from resting nor wake it. What it knew of the workspace it is told again when it wakes. */
const unasked: ReadonlySet<MethodName> = new Set(['workspace', 'warm']);

/**
 * Keeps one engine process alive that holds the wanted pack. Whoever needs the engine waits in `#ready`, which takes one step after
 * the other (wait out a backoff, start a process, load the pack) until process and pack are as wanted; a step that fails because the
 * process died is simply followed by the next, unless the restart policy has had enough.
 */
class EngineSupervisor implements Engine {
  readonly #options: EngineOptions;
  readonly #states = new Emitter<EngineState>();
  readonly #packs = new Emitter<LoadReport | null>();
  readonly #progress = new Emitter<LoadProgress>();
  readonly onState = this.#states.event;
  readonly onPack = this.#packs.event;
  readonly onLoadProgress = this.#progress.event;

  #state: EngineState = { kind: 'stopped', idle: false };
  #pack: LoadReport | null = null;
  #policy = new RestartPolicy();
  #lives = 0;
  #life: EngineProcess | null = null;
  #wanted: WantedPack | null = null;
  /** The wanted pack that the current life has loaded, or was refused. */
  #settled: WantedPack | null = null;
  #step: Promise<void> | null = null;
  #backoff = new AbortController();
  readonly #idle: IdleTimer;
  readonly #quiet: IdleTimer;
  /** For the pack that is loaded. */
  #recycling: RecyclePolicy | null = null;
  #inFlight = 0;
  #disposed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#idle = new IdleTimer(options.clock, options.idleMs ?? (() => 0), () => this.#rest());
    this.#quiet = new IdleTimer(options.clock, () => quietMs, () => void this.#recycle());
  }

  get state(): EngineState {
    return this.#state;
  }

  get pack(): LoadReport | null {
    return this.#pack;
  }

  async load(request: PackRequest, options: AskOptions<'load'> = {}): Promise<LoadReport> {
    const { signal, onValue } = options;
    const { quarantine, logger } = this.#options;
    const wanted: WantedPack = {
      load: new PackLoad(request, quarantine, logger),
      abort: new AbortController(),
      onProgress: onValue ?? (() => undefined),
      outcome: null,
    };
    this.#wanted?.abort.abort();
    this.#wanted = wanted;
    this.#recycling = null;
    const ready = this.#ready();
    await abortable(ready, signal, () => wanted.abort.abort());
    if (wanted.outcome === null) throw failures.cancelled();
    this.#nothingToDo();
    if (wanted.outcome instanceof PackError) throw wanted.outcome;
    return wanted.outcome;
  }

  async ask<M extends Exclude<MethodName, 'load' | 'ping'>>(method: M, params: Params<M>, options: AskOptions<M> = {}): Promise<Answer<M>> {
    const counts = !unasked.has(method);
    if (counts) for (const timer of [this.#idle, this.#quiet]) timer.dispose();
    else if (this.#state.kind === 'stopped' && this.#state.idle) throw failures.cancelled();
    const life = await abortable(this.#ready(), options.signal, () => undefined);
    if (!withoutPack.has(method) && this.#pack?.members.length === 0) throw failures.noMembers();
    this.#countInFlight(1);
    try {
      return await life.request(method, params, options);
    } finally {
      this.#countInFlight(-1);
      if (counts) this.#nothingToDo();
    }
  }

  async restart(): Promise<void> {
    this.#policy = this.#policy.reset();
    this.#life?.dispose();
    this.#setState({ kind: 'stopped', idle: false });
    this.#backoff.abort();
    this.#backoff = new AbortController();
    await this.#ready();
    if (this.#settled?.outcome instanceof PackError) throw this.#settled.outcome;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const timer of [this.#idle, this.#quiet]) timer.dispose();
    this.#wanted?.abort.abort();
    this.#backoff.abort();
    this.#life?.dispose();
    this.#setState({ kind: 'stopped', idle: false });
    for (const emitter of [this.#states, this.#packs, this.#progress]) emitter.dispose();
  }

  /** A living process with the wanted pack. Rejects when the engine is disabled or disposed. */
  async #ready(): Promise<EngineProcess> {
    for (;;) {
      if (this.#disposed) throw failures.cancelled();
      if (this.#state.kind === 'disabled') throw new PackError(this.#state.failure);
      if (this.#life !== null && this.#state.kind === 'ready' && this.#settled === this.#wanted) return this.#life;
      this.#step ??= this.#advance().finally(() => (this.#step = null));
      await this.#step;
    }
  }

  async #advance(): Promise<void> {
    const life = this.#life ?? (await this.#start());
    if (life === null) return;
    const wanted = this.#wanted;
    if (wanted !== this.#settled && wanted !== null) await this.#loadInto(life, wanted);
    if (life === this.#life) this.#setState({ kind: 'ready', busy: this.#inFlight > 0 });
  }

  /** Null when the process did not come to life; `#onEnd` then has decided what follows. */
  async #start(): Promise<EngineProcess | null> {
    const { entry, clock, logger, fork = forkEngine } = this.#options;
    if (this.#state.kind === 'backoff') await sleep(clock, this.#state.retryInMs, this.#backoff.signal);
    if (this.#disposed) return null;
    if (!existsSync(entry)) {
      this.#setState({ kind: 'disabled', failure: failures.engineMissing(`there is no file ${entry}`).toFailure() });
      return null;
    }
    this.#setState({ kind: 'starting' });
    const life = new EngineProcess(fork(entry), (this.#lives += 1), clock, logger);
    this.#life = life;
    life.onEnd((reason) => this.#onEnd(life, reason));
    try {
      await life.started();
    } catch {
      return null;
    }
    logger.info(`engine ${this.#lives}: started, process ${life.pid ?? 0}`);
    return life;
  }

  async #loadInto(life: EngineProcess, wanted: WantedPack): Promise<void> {
    this.#setState({ kind: 'starting' });
    const onProgress = (progress: LoadProgress): void => {
      if (wanted.outcome === null) wanted.onProgress(progress);
      this.#progress.fire(progress);
    };
    try {
      const report = await wanted.load.attempt(life, wanted.abort.signal, onProgress);
      if (life !== this.#life) return;
      wanted.outcome = report;
      this.#recycling ??= RecyclePolicy.of(report.engine.memoryUsed);
      this.#pack = report;
      this.#settled = wanted;
      this.#packs.fire(report);
    } catch (error) {
      if (life !== this.#life) return;
      wanted.outcome = asPackError(error);
      this.#settled = wanted;
    }
  }

  #onEnd(life: EngineProcess, reason: PackError): void {
    if (life !== this.#life) return;
    this.#life = null;
    this.#settled = null;
    if (reason.code === 'cancelled') return;
    this.#options.logger.warn(`engine ${this.#lives}: ${reason.message}`);
    const after = this.#policy.next(this.#options.clock.now());
    if (after.kind === 'disable') {
      this.#setState({ kind: 'disabled', failure: failures.engineDisabled(after.crashes, after.minutes).toFailure() });
      return;
    }
    this.#policy = after.policy;
    this.#setState({ kind: 'backoff', retryInMs: after.inMs, failure: reason.toFailure() });
    this.#ready().catch((error: unknown) => this.#options.logger.debug(`engine: not revived: ${asPackError(error).message}`));
  }

  /** Ends the process until somebody asks for something; the pack stays wanted. */
  #rest(): void {
    if (this.#inFlight > 0 || this.#state.kind !== 'ready') return;
    this.#options.logger.info(`engine ${this.#lives}: at rest`);
    this.#life?.dispose();
    this.#setState({ kind: 'stopped', idle: true });
  }

  #nothingToDo(): void {
    if (this.#disposed) return;
    for (const timer of [this.#idle, this.#quiet]) timer.start();
  }

  /** Starts an engine anew that has grown much since it loaded its pack; whoever asks meanwhile waits for the new one. */
  async #recycle(): Promise<void> {
    const life = this.#life;
    if (life === null || this.#recycling === null) return;
    try {
      const { memoryUsed } = await life.request('describe', null);
      if (life !== this.#life || this.#state.kind !== 'ready' || !this.#recycling.exceededBy(memoryUsed)) return;
      if (this.#inFlight > 0) {
        this.#quiet.start();
        return;
      }
      this.#recycling = this.#recycling.next();
      this.#options.logger.info(`engine ${this.#lives}: started anew, it has grown to ${Math.round(memoryUsed / 1e6)} MB`);
      life.dispose();
      await this.#ready();
    } catch (error) {
      this.#options.logger.debug(`engine: not recycled: ${asPackError(error).message}`);
    }
  }

  #countInFlight(change: 1 | -1): void {
    this.#inFlight += change;
    if (this.#state.kind === 'ready') this.#setState({ kind: 'ready', busy: this.#inFlight > 0 });
  }

  #setState(state: EngineState): void {
    const before = this.#state;
    if (before.kind === state.kind && (before.kind !== 'ready' || state.kind !== 'ready' || before.busy === state.busy)) return;
    this.#state = state;
    this.#states.fire(state);
  }
}
