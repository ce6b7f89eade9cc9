// The few globals that every JavaScript host of this project has (Node, VS Code, browser) and that the
// language's own library does not declare. The pure folders may use these and nothing else of a host.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

declare const performance: { now(): number };
declare function setTimeout(run: () => void, ms: number): { readonly timer: never };
declare function clearTimeout(timer: ReturnType<typeof setTimeout> | undefined): void;
