import type { Logger } from '../../base/logger.ts';
import type { Engine } from '../../host/engine.ts';
import type { Acceptance } from '../acceptance/acceptance.ts';
import type { WorkspaceBenchmark } from '../benchmark/workspaceBenchmark.ts';
import type { ComparisonScreen } from '../comparison/comparisonScreen.ts';
import type { Configuration } from '../configuration.ts';
import type { FrontDocument } from '../frontDocument.ts';
import type { Learner } from '../learner.ts';
import type { Pinning } from '../pinning.ts';
import type { PackSource } from '../packSource.ts';
import type { ReportLog } from '../reportLog.ts';
import type { VirtualDocuments } from '../virtualDocuments.ts';

/** What commands work with. */
export interface CommandParts {
  readonly engine: Engine;
  readonly pack: PackSource;
  readonly configuration: Configuration;
  readonly reports: ReportLog;
  readonly documents: VirtualDocuments;
  readonly comparisons: ComparisonScreen;
  readonly front: Pick<FrontDocument, 'current'>;
  readonly benchmark: WorkspaceBenchmark;
  readonly acceptance: Acceptance;
  readonly learner: Learner;
  readonly pinning: Pinning;
  readonly logger: Logger;
  readonly showLog: () => void;
}
