import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { systemClock, type Clock } from '../base/clock.ts';
import { failures, PackError } from '../base/errors.ts';
import { cacheBytesPerToken } from './gguf/cacheSize.ts';
import { DiskPatience } from './gguf/diskPatience.ts';
import { HeaderReader } from './gguf/headerReader.ts';
import { limits } from './gguf/limits.ts';
import { readMetadata, Values } from './gguf/metadata.ts';
import { readTensors } from './gguf/tensors.ts';
import { fileTypes } from './gguf/tensorTypes.ts';
import { checkShape, checkTokenizer, type TokenizerModel } from './gguf/textGeneration.ts';
import { controlType } from './gguf/vocabularyCheck.ts';

const largestId = 2 ** 32 - 1;

/** What a model file says of itself in its header. */
export interface GgufSummary {
  readonly version: number;
  readonly architecture: string;
  /** The model's name, or '' when the file gives none. */
  readonly name: string;
  /** As the file spells it, usually an SPDX identifier in lower case; null when it gives none. */
  readonly licence: string | null;
  /** The named mix (`Q4_K_M`), or else the tensor type that takes the most bytes. */
  readonly quantisation: string;
  /** Tokens of context that the model was trained for. */
  readonly contextLength: number;
  readonly blocks: number;
  /** Length of the vectors between its layers. */
  readonly width: number;
  /** Keys and values of one token in all layers, bytes. */
  readonly cacheBytesPerToken: number;
  readonly vocabularySize: number;
  readonly tokenizer: TokenizerModel;
  /** Whether the file names FIM prefix, suffix and middle tokens that its vocabulary marks as control tokens. */
  readonly fim: boolean;
  /** Size of the file. */
  readonly bytes: number;
}

/**
 * Reads and checks the header of the model file at `path` without trusting it, so that a damaged file is refused before native code sees it.
 * Throws `model-missing`, `model-empty`, `model-unreadable`, `model-not-gguf`, `model-damaged` or `model-unsupported`, and nothing else.
 */
export function checkGguf(path: string, clock: Clock = systemClock): Promise<GgufSummary> {
  return new Promise((resolve, reject) => {
    const patience = new DiskPatience(clock, () => reject(failures.modelUnreadable(path, 'the disk does not answer')));
    check(path, () => patience.renew()).finally(() => patience.dispose()).then(resolve, reject);
  });
}

async function check(path: string, onRead: () => void): Promise<GgufSummary> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    if (size === 0) throw failures.modelEmpty(path);
    return await readSummary(path, new HeaderReader(file, path, size, onRead), size);
  } catch (thrown) {
    throw ioProblem(path, thrown);
  } finally {
    await file.close();
  }
}

/** `ERR_INVALID_ARG_VALUE`: a path with a zero character names no file. */
const noSuchFile: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

async function openRegularFile(path: string): Promise<FileHandle> {
  try {
    // A pipe must not hold the check up: look first, and open without waiting.
    if (!(await stat(path)).isFile()) throw failures.modelNotGguf(path);
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw ioProblem(path, thrown);
  }
}

function ioProblem(path: string, thrown: unknown): unknown {
  if (thrown instanceof PackError || !(thrown instanceof Error) || !('code' in thrown)) return thrown;
  const code = String(thrown.code);
  if (noSuchFile.has(code)) return failures.modelMissing(path);
  return 'syscall' in thrown ? failures.modelUnreadable(path, code) : thrown;
}

async function readSummary(path: string, reader: HeaderReader, bytes: number): Promise<GgufSummary> {
  if (bytes < 4) throw failures.modelNotGguf(path);
  await reader.need(4, 'its first bytes');
  if (reader.bytes(4).toString('latin1') !== 'GGUF') throw failures.modelNotGguf(path);
  await reader.need(20, 'its first bytes');
  const version = reader.u32();
  if ((version & 0xffff) === 0 && version !== 0) throw failures.modelUnsupported(path, 'it is written for big-endian machines');
  if (version !== 2 && version !== 3) throw failures.modelUnsupported(path, `it has GGUF version ${version}, and only 2 and 3 are known`);
  const tensors = reader.u64();
  const keys = reader.u64();
  if (tensors === 0) throw reader.damaged('it has no tensors');
  if (tensors > limits.tensors) throw reader.damaged(`it has ${tensors} tensors, and at most ${limits.tensors} are allowed`);
  if (keys > limits.keys) throw reader.damaged(`it has ${keys} keys, and at most ${limits.keys} are allowed`);

  const metadata = await readMetadata(reader, keys);
  const values = new Values(path, metadata.values);
  const { least, most, standard } = limits.alignment;
  const alignment = values.count('general.alignment', least, most) ?? standard;
  if ((alignment & (alignment - 1)) !== 0) throw reader.damaged(`its alignment ${alignment} is not a power of two`);
  const shape = checkShape(path, values, metadata);
  const { architecture } = shape;
  const tokenizer = checkTokenizer(path, values, metadata);
  const mainType = await readTensors(reader, tensors, alignment);

  const { count, types } = metadata.vocabulary;
  const vocabularySize = count ?? 0;
  const fim = ['pre', 'suf', 'mid'].every((part) => {
    const id = values.count(`tokenizer.ggml.fim_${part}_token_id`, 0, largestId);
    return id !== null && types?.[id] === controlType;
  });
  const fileType = values.count('general.file_type', 0, largestId);
  return {
    ...shape, version, vocabularySize, tokenizer, fim, bytes,
    cacheBytesPerToken: cacheBytesPerToken(values, architecture, shape),
    name: shown(values.string('general.name') ?? ''),
    licence: values.string('general.license') === null ? null : shown(values.string('general.license') ?? ''),
    quantisation: (fileType === null ? undefined : fileTypes.get(fileType)) ?? mainType,
  };
}

/** The file's own words, without control and direction characters, and short enough for a list. */
const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 200);
