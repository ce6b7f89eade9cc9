import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { FimOrder } from './fimOrder.ts';
import { keepFile } from '../kept/keptFile.ts';
import type { LlamaMember } from '../member/llamaMember.ts';
import { chooseFimOrder, measureFimOrder } from './measureFimOrder.ts';

/** Changes when the texts or the rule change, so that older files are measured anew. */
const magic = 'PackLLM fill-in-the-middle order 1';

const orders: readonly FimOrder[] = ['prefix-suffix-middle', 'suffix-prefix-middle', null];

const contentOf = (order: FimOrder): string => `${magic}\n${order ?? 'plain'}\n`;

/**
 * The order in which each model file wants the text around the cursor. Models with the same markers are trained in different orders and
 * no file says which, so it is measured once per file and kept on disk. A damaged file only costs measuring again.
 */
export class FimOrders {
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Where the orders are kept; null measures at every load. */
  folder: string | null = null;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** `file` is equal for two members exactly when their model file is the same. Leaves the member as if it had just been loaded. */
  async find(member: LlamaMember, file: string): Promise<FimOrder> {
    if (member.vocabulary.fim === null) return null;
    const kept = this.folder === null ? null : join(this.folder, `fim-order-${createHash('sha256').update(file).digest('hex').slice(0, 32)}.txt`);
    const content = kept === null ? '' : await readFile(kept, 'utf8').catch(() => '');
    const known = orders.find((order) => contentOf(order) === content);
    if (known !== undefined) return known;
    const order = await this.#measure(member);
    if (order === undefined) return 'prefix-suffix-middle';
    if (kept !== null) await keepFile(kept, contentOf(order), this.#logger);
    return order;
  }

  /** Undefined when the order could not be measured. */
  async #measure(member: LlamaMember): Promise<FimOrder | undefined> {
    try {
      const losses = await measureFimOrder(member, this.#clock, new AbortController().signal);
      if (losses === null) {
        this.#logger.info(`${member.id}: measuring the order of the text around the cursor would take too long; prefix-suffix-middle is assumed`);
        return undefined;
      }
      const order = chooseFimOrder(losses);
      this.#logger.info(`${member.id}: text around the cursor in the order ${order ?? 'plain'}, measured ${JSON.stringify(losses)}`);
      return order;
    } catch (thrown) {
      this.#logger.warn(`${member.id}: the order of the text around the cursor could not be measured, prefix-suffix-middle is assumed: ${String(thrown)}`);
      return undefined;
    } finally {
      await member.forget();
    }
  }
}
