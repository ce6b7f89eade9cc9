export type { Translate } from '../base/translate.ts';
