import { isAbsolute } from 'node:path';
import { failures } from '../../base/errors.ts';
import type { Quarantine as EngineQuarantine } from '../../host/quarantine.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import { Quarantine } from '../../models/quarantine.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';

/** The folder that the user's setting names, or else the usual one. Throws `bad-setting` for a relative path. */
export function modelsFolderOf({ modelsFolder: chosen }: Pick<EditorSettings, 'modelsFolder'>): string {
  if (chosen === '') return modelsFolder();
  if (!isAbsolute(chosen)) throw failures.badSetting('packllm.modelsFolder', 'must be an absolute path');
  return chosen;
}

/** The quarantine of whichever folder is in use when the engine asks. */
export function quarantineIn(folder: () => string): EngineQuarantine {
  return {
    isQuarantined: async (path) => new Quarantine(folder()).isQuarantined(path),
    add: async (path, cause) => new Quarantine(folder()).add(path, cause),
    hasLoaded: async (path) => new Quarantine(folder()).hasLoaded(path),
    addLoaded: async (path) => new Quarantine(folder()).addLoaded(path),
  };
}
