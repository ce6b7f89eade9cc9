/** The last segment of a path with slashes. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
