/** Every cause of failure that the product knows. A cause has one factory in `failures`. */
export const failureCodes = [
  'bad-request',
  'bad-setting',
  'cancelled',
  'checksum-mismatch',
  'disk-full',
  'document-unreadable',
  'download-failed',
  'engine-crashed',
  'engine-disabled',
  'engine-missing',
  'engine-timeout',
  'ignored-unknown',
  'internal',
  'licence-not-accepted',
  'model-damaged',
  'model-empty',
  'model-missing',
  'model-not-gguf',
  'model-quarantined',
  'model-unreadable',
  'model-unsupported',
  'no-members',
  'out-of-memory',
  'pip-missing',
  'prompt-too-long',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** A failure as it crosses a process boundary or lands in a report. */
export interface Failure {
  readonly code: FailureCode;
  /** What happened, one sentence ending in a period. */
  readonly message: string;
  /** What the user can do about it, one sentence; empty when nothing can be done. */
  readonly fix: string;
}

/** A failure with a known cause, as thrown. `shown` tells whether a user should see it at all. */
export class PackError extends Error implements Failure {
  override readonly name = 'PackError';
  readonly code: FailureCode;
  readonly fix: string;
  readonly shown: boolean;

  constructor(failure: Failure, options: { readonly shown?: boolean; readonly cause?: unknown } = {}) {
    super(failure.message, { cause: options.cause });
    this.code = failure.code;
    this.fix = failure.fix;
    this.shown = options.shown ?? true;
  }

  toFailure(): Failure {
    return { code: this.code, message: this.message, fix: this.fix };
  }
}

const failure = (code: FailureCode, message: string, fix: string, options?: { readonly shown?: boolean; readonly cause?: unknown }): PackError =>
  new PackError({ code, message, fix }, options);

const megabytes = (bytes: number): string => `${Math.max(0, Math.round(bytes / 1e6))} MB`;

/** One factory per cause, so that a message and its fix are written once. */
export const failures = {
  badRequest: (what: string) => failure('bad-request', `The request is not valid: ${what}.`, ''),
  badSetting: (setting: string, problem: string) => failure('bad-setting', `The setting ${setting} ${problem}.`, `Correct ${setting} in the settings.`),
  cancelled: () => failure('cancelled', 'The request was cancelled.', '', { shown: false }),
  checksumMismatch: (file: string) =>
    failure('checksum-mismatch', `The download of ${file} does not match its published SHA-256.`, 'Try again; if it happens twice, choose another source.'),
  diskFull: (needed: string, folder: string) => failure('disk-full', `There is not enough free space for ${needed} in ${folder}.`, 'Free some space, or choose another models folder.'),
  documentUnreadable: (path: string, problem: string) => failure('document-unreadable', `${path} ${problem}.`, 'Give the path of a readable text file.'),
  downloadFailed: (what: string, cause: string, fix = 'Check the network connection and try again; what has arrived is kept.') =>
    failure('download-failed', `${what} could not be downloaded: ${cause}.`, fix),
  engineCrashed: (cause: string) => failure('engine-crashed', `The model engine stopped: ${cause}.`, 'It restarts by itself.', { shown: false }),
  engineDisabled: (crashes: number, minutes: number) =>
    failure('engine-disabled', `The model engine stopped ${crashes} times in ${minutes} minutes and stays off.`, 'Restart the engine, or remove the model that was added last.'),
  engineMissing: (cause: string) => failure('engine-missing', `The model engine cannot run here: ${cause}.`, 'Install the extension build for this platform.'),
  engineTimeout: (what: string, ms: number) => failure('engine-timeout', `The model engine did not finish ${what} within ${ms} ms.`, 'It restarts by itself.', { shown: false }),
  ignoredUnknown: (folder: string, cause: string) =>
    failure('ignored-unknown', `Git does not say which files of ${folder} it ignores: ${cause}.`, 'Install Git, or let it trust this repository, and try again.'),
  internal: (cause: string) => failure('internal', `Something went wrong inside PackLLM: ${cause}.`, 'Please report this with the log.'),
  licenceNotAccepted: (model: string, terms: string) => failure('licence-not-accepted', `${model} is only downloaded after its terms are accepted (${terms}).`, 'Read the terms and accept them to go on.'),
  modelDamaged: (path: string, problem: string) => failure('model-damaged', `${path} is damaged: ${problem}.`, 'Download the model again.'),
  modelEmpty: (path: string) => failure('model-empty', `${path} is empty.`, 'Download the model again.'),
  modelMissing: (path: string) => failure('model-missing', `There is no model file at ${path}.`, 'Correct the path, or remove the model from the pack.'),
  modelNotGguf: (path: string) => failure('model-not-gguf', `${path} is not a GGUF file.`, 'Choose a file in GGUF format (most model pages offer one).'),
  modelQuarantined: (path: string) => failure('model-quarantined', `${path} stopped the engine while it was loading and is left out.`, 'Replace the file, or remove the model from the pack.'),
  modelUnreadable: (path: string, cause: string) => failure('model-unreadable', `${path} cannot be read: ${cause}.`, 'Check the permissions of the file.'),
  modelUnsupported: (path: string, problem: string) => failure('model-unsupported', `${path} cannot be used: ${problem}.`, 'Choose a text-generation model that llama.cpp supports.'),
  noMembers: () => failure('no-members', 'No model of the pack could be loaded.', 'Run the doctor to see why.'),
  outOfMemory: (what: string) => failure('out-of-memory', `There is not enough memory for ${what}.`, 'Use fewer or smaller models, or a shorter context.'),
  /** Of a member that does not fit beside those before it; bytes. */
  overBudget: (member: string, needed: number, left: number) =>
    failure('out-of-memory', `${member} needs about ${megabytes(needed)} of memory, and ${megabytes(left)} are left for it.`, 'Let the pack take more memory (packllm.engine.memoryBudgetMiB), move it up in the list of models, or shorten the context.'),
  pipMissing: () => failure('pip-missing', 'The Python package index needs pip, and no pip was found.', 'Install Python with pip, or choose another source.'),
  promptTooLong: (tokens: number, context: number) => failure('prompt-too-long', `The prompt has ${tokens} tokens and the context holds ${context}.`, 'Use a longer context.'),
};

/** Anything thrown, as a failure with a known cause. */
export function asPackError(thrown: unknown): PackError {
  if (thrown instanceof PackError) return thrown;
  return failures.internal(thrown instanceof Error ? thrown.message : String(thrown));
}
