/** Variables that the engine and the libraries below it need; everything else stays with the parent. Compared in upper case. */
const kept: ReadonlySet<string> = new Set([
  'PATH', 'HOME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR',
  'TMP', 'TEMP', 'TMPDIR', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE',
  'LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'TZ',
  // Where GPU drivers are found and which devices may be used.
  'LD_LIBRARY_PATH', 'VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'CUDA_PATH', 'CUDA_VISIBLE_DEVICES', 'CUDA_DEVICE_ORDER', 'GGML_VK_VISIBLE_DEVICES',
]);

/** The environment of the engine process: an allow-list, so that no token, key, preload or Node option gets in. */
export function childEnvironment(parent: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = { ELECTRON_RUN_AS_NODE: '1' };
  for (const [name, value] of Object.entries(parent)) {
    if (value !== undefined && kept.has(name.toUpperCase())) environment[name] = value;
  }
  return environment;
}
