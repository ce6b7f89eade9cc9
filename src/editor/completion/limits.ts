import { defaults, type StopShape } from '../../protocol/settings.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import type { Trigger } from './request.ts';

/** Who asks for a text may wait for it longer than who types on, and would rather have it late than not at all. */
const asking = 4;

/** How long a completion of this shape may take, and how long it may become. */
export function limitsFor(shape: StopShape, settings: EditorSettings, trigger: Trigger): { readonly maxBytes: number; readonly deadlineMs: number } {
  const usual = defaults[shape.kind];
  return {
    maxBytes: settings.maxBytes === 0 ? usual.maxBytes : settings.maxBytes,
    deadlineMs: settings.deadlineMs === 0 ? usual.deadlineMs * (trigger === 'manual' ? asking : 1) : settings.deadlineMs,
  };
}
