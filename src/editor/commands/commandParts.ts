import type { Logger } from '../../base/logger.ts';
import type { Engine } from '../../host/engine.ts';
import type { Acceptance } from '../acceptance/acceptance.ts';
import type { Learner } from '../acceptance/learner.ts';
import type { WorkspaceBenchmark } from '../benchmark/workspaceBenchmark.ts';
import type { ComparisonScreen } from '../comparison/comparisonScreen.ts';
import type { CrossFile } from '../crossFile/crossFile.ts';
import type { FrontDocument } from '../cursor/frontDocument.ts';
import type { VirtualDocuments } from '../documents/virtualDocuments.ts';
import type { PackSource } from '../models/packSource.ts';
import type { ReportLog } from '../reports/reportLog.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { Pinning } from '../settings/pinning.ts';

/** What commands work with. */
export interface CommandParts {
  readonly engine: Engine;
  readonly pack: PackSource;
  readonly configuration: Configuration;
  readonly reports: ReportLog;
  readonly documents: VirtualDocuments;
  readonly comparisons: ComparisonScreen;
  readonly front: Pick<FrontDocument, 'current'>;
  readonly crossFile: Pick<CrossFile, 'excerptsFor'>;
  readonly benchmark: WorkspaceBenchmark;
  readonly acceptance: Acceptance;
  readonly learner: Learner;
  readonly pinning: Pinning;
  readonly logger: Logger;
  readonly showLog: () => void;
}
