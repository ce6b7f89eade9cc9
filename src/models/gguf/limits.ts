/**
 * How large a header may be. llama.cpp itself stops at 512 layers, 1,024 experts and 4 dimensions; the other bounds lie well above
 * any published model (262,144 tokens and 1,767,000 merges are the largest lists known) and keep the check small and short, whatever the file.
 */
export const limits = {
  keys: 4096,
  tensors: 65_536,
  dimensions: 4,
  blocks: 512,
  experts: 1024,
  keyBytes: 256,
  /** One less than the room llama.cpp has for a tensor's name. */
  tensorNameBytes: 63,
  stringBytes: 16 * 2 ** 20,
  arrayItems: 2 ** 22,
  /** Read from the file, in all. */
  readBytes: 64 * 2 ** 20,
  alignment: { least: 8, most: 4096, standard: 32 },
  /** Strings kept in memory; longer ones (chat templates) are passed over. */
  keptStringBytes: 1024,
} as const;
