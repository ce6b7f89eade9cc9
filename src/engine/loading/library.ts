import { availableParallelism, freemem, totalmem } from 'node:os';
import { getLlama, getModuleVersion, LlamaLogLevel, NoBinaryFoundError, type Llama } from 'node-llama-cpp';
import { failures } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { EngineInfo } from '../../protocol/reports.ts';
import type { EngineSettings } from '../../protocol/settings.ts';
import { Serial } from '../member/serial.ts';

type GpuSetting = EngineSettings['gpu'];

/** llama.cpp, loaded once and again only for another GPU setting, by one caller at a time. Never builds or downloads anything. */
export class Library {
  readonly #logger: Logger;
  readonly #serial = new Serial();
  #open: { readonly gpu: GpuSetting; readonly llama: Llama } | null = null;
  /** What llama.cpp said lately, to name the cause of a failed load; warnings and errors only. */
  readonly #said: string[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** The setting that is loaded, null when none is. Models must be gone before `open` is called with another one. */
  get gpu(): GpuSetting | null {
    return this.#open?.gpu ?? null;
  }

  /** Throws `engine-missing` when there is no binary for this platform. */
  open(gpu: GpuSetting): Promise<Llama> {
    return this.#serial.run(() => this.#switchTo(gpu));
  }

  /** Lines that llama.cpp has logged and that mention `word`. */
  saidAbout(word: string): readonly string[] {
    return this.#said.filter((line) => line.includes(word));
  }

  close(): Promise<void> {
    return this.#serial.run(() => this.#dispose());
  }

  async info(threads: number): Promise<EngineInfo> {
    const llama = await this.#serial.run(() => this.#switchTo(this.#open?.gpu ?? 'auto'));
    return {
      library: await getModuleVersion(),
      llamaCpp: llama.llamaCppRelease.release,
      device: llama.gpu === false ? 'cpu' : llama.gpu,
      cores: availableParallelism(),
      threads,
      memoryTotal: totalmem(),
      memoryFree: Math.round((await llama.getRamState()).free),
      memoryUsed: process.memoryUsage.rss(),
    };
  }

  async #switchTo(gpu: GpuSetting): Promise<Llama> {
    if (this.#open?.gpu === gpu) return this.#open.llama;
    await this.#dispose();
    const llama = await this.#load(gpu);
    this.#open = { gpu, llama };
    return llama;
  }

  async #dispose(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.llama.dispose();
  }

  async #load(gpu: GpuSetting): Promise<Llama> {
    try {
      return await getLlama({
        gpu: gpu === 'off' ? false : gpu,
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        logLevel: LlamaLogLevel.warn,
        logger: (level, message) => this.#hear(level, message),
      });
    } catch (thrown) {
      if (gpu !== 'off' && gpu !== 'auto') {
        this.#logger.warn(`no ${gpu} backend here, going on without it`);
        return this.#load('auto');
      }
      const cause = thrown instanceof NoBinaryFoundError ? 'there is no llama.cpp binary for this platform' : String(thrown);
      throw failures.engineMissing(cause);
    }
  }

  #hear(level: LlamaLogLevel, message: string): void {
    const line = message.trim().slice(0, 300);
    if (line === '') return;
    this.#said.push(line);
    if (this.#said.length > 100) this.#said.shift();
    this.#logger.debug(`llama.cpp ${level}: ${line}`);
  }
}

/** Memory that members may take together when no budget is set: a share of what is free now. */
export function defaultMemoryBudget(): number {
  return Math.floor(freemem() * 0.6);
}
