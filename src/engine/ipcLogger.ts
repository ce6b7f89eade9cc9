import type { Logger } from '../base/logger.ts';
import type { LogLine } from '../protocol/wire.ts';

const longest = 4096;

/** Sends log lines to the host, which owns the log. */
export function ipcLogger(send: (line: LogLine) => void): Logger {
  const at = (level: LogLine['level']) => (line: string): void => send({ level, line: line.slice(0, longest) });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
