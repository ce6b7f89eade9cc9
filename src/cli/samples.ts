/** The documents that the demonstration completes, with a cursor where a person might stop typing. */
export interface Sample {
  /** Name in the samples folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const samples: readonly Sample[] = [
  { file: 'orders.ts', line: 37, column: 5 },
  { file: 'inventory.py', line: 33, column: 13 },
  { file: 'guide.md', line: 23, column: 40 },
];
