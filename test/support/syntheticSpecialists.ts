import { SyntheticMember, syntheticVocabulary, type SyntheticOptions } from './syntheticMember.ts';
import type { SyntheticVocabularyOptions } from './syntheticMember.ts';

const code = [
  'const total = items.length;\nreturn total;\n',
  'const name = user.name;\nreturn name;\n',
  'function add(a, b) {\n  return a + b;\n}\n',
];
const prose = [
  'The house stood on the hill. The garden was green and the river ran by the house.\n',
  'In the morning the river was calm. The children went to the river.\n',
];

const codeWords = ['const', ' const', 'return', ' return', ' =', ' total', ' name', 'items', ' items', '.length', ';\n', '\n  ', ' a', ' b', ' +', 'function', ' user', '.name', 'ret', 'tot'];
const proseWords = ['The', ' the', ' river', ' house', ' was', ' hill', '. ', ' and', ' on', ' garden', 'river', '.\n', ' children', ' went', ' to', 'In', ' morning', ' re', 'turn', ' con', 'st'];

type Changes = Partial<SyntheticOptions & SyntheticVocabularyOptions>;

/** A member that has read code, with byte-level tokens. */
export const coder = (changes: Changes = {}): SyntheticMember =>
  new SyntheticMember({ id: 'coder', vocabulary: syntheticVocabulary({ words: codeWords, ...changes }), texts: [...code, prose[0]!], ...changes });

/** A member that has read prose, with other tokens and a dummy space before the text. */
export const writer = (changes: Changes = {}): SyntheticMember =>
  new SyntheticMember({ id: 'writer', vocabulary: syntheticVocabulary({ words: proseWords, dummyPrefixSpace: true, ...changes }), texts: [...prose, code[0]!], ...changes });
