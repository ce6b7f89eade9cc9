/** Puts a message into the user's language and its arguments in place of `{0}`, `{1}`, …; the editor's `l10n.t`. */
export type Translate = (message: string, ...args: readonly (string | number | boolean)[]) => string;

/** Leaves messages in English, for output that is not translated. */
export const inEnglish: Translate = (message, ...args) => message.replaceAll(/\{(\d+)\}/gu, (_, index: string) => String(args[Number(index)]));
