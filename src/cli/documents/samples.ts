/** The documents that the demonstration completes, with a cursor where a person might stop typing. */
export interface Sample {
  /** Name in the samples folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const samples: readonly Sample[] = [
  { file: 'orders.ts', line: 18, column: 25 },
  { file: 'inventory.py', line: 41, column: 33 },
  { file: 'guide.md', line: 16, column: 38 },
];
