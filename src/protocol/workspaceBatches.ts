import type { WorkspaceRequest } from './requests.ts';

/** Text of one message, in UTF-16 units: written and read in a few milliseconds. */
const batchSize = 500_000;
const batchDocuments = 256;

/** Documents in as few messages as may each be sent at a stretch, in their order. */
export function workspaceBatches(documents: WorkspaceRequest['documents']): readonly WorkspaceRequest[] {
  const batches: WorkspaceRequest[] = [];
  let batch: WorkspaceRequest['documents'] = [];
  let size = 0;
  const close = (): void => {
    if (batch.length > 0) batches.push({ clear: false, documents: batch, removed: [] });
    batch = [];
    size = 0;
  };
  for (const document of documents) {
    if (size + document.text.length > batchSize || batch.length === batchDocuments) close();
    batch.push(document);
    size += document.text.length;
  }
  close();
  return batches;
}
