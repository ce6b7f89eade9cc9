/** A mistake on the command line itself: exit code 2, as shells expect. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
