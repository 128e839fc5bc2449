import type { Connection } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';

const { IndexedValueType } = temporal.api.enums.v1;

// Closed histories are archived by a Schedule; ninety days leave room for an archive that stood still for weeks.
const retentionMs = 90 * 24 * 60 * 60 * 1000;

// A cluster's frontends read new namespaces and attributes every few seconds.
const visibleTimeoutMs = 30_000;

// The numeric codes of gRPC.
const notFound = 5;
const permissionDenied = 7;

/** The search attributes of a case, all of type Keyword; their names live for ever (decisions 3.7). */
export const searchAttributes = ['CaseStage', 'CaseOwner', 'DebtorId', 'HoldKind', 'Currency'] as const;

/**
 * Makes sure that the namespace exists and keeps closed histories for at least ninety days.
 *
 * @throws Error that says what to set by hand where the account may not do it.
 */
export async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  const keptMs = await retention(connection, namespace);
  if (keptMs !== undefined && keptMs >= retentionMs) return;
  const config = { workflowExecutionRetentionTtl: msToTs(retentionMs) };
  const change =
    keptMs === undefined
      ? connection.workflowService.registerNamespace({
          namespace,
          workflowExecutionRetentionPeriod: config.workflowExecutionRetentionTtl,
        })
      : connection.workflowService.updateNamespace({ namespace, config });
  await change.catch((error: unknown) => {
    if (!isGrpcServiceError(error) || Number(error.code) !== permissionDenied) throw error;
    throw new Error(
      `The Temporal namespace ${namespace} ${keptMs === undefined ? 'does not exist' : `keeps closed histories for ${keptMs / 86_400_000} days`} and may not be changed by this account: create it with a retention of at least 90 days.`,
    );
  });
  await untilVisible(`The Temporal namespace ${namespace}`, () =>
    isAnswered(() => connection.operatorService.listSearchAttributes({ namespace })),
  );
}

async function retention(connection: Connection, namespace: string): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const kept = config?.workflowExecutionRetentionTtl;
    return kept === null || kept === undefined ? 0 : tsToMs(kept);
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === notFound) return undefined;
    throw error;
  }
}

/**
 * Makes sure that the namespace has the search attributes of a case.
 *
 * @throws Error when one of them exists with another type: the server would accept the addition and change nothing.
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const missing = await missingAttributes(connection, namespace);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
  const query = searchAttributes.map((name) => `${name} = 'none'`).join(' AND ');
  await untilVisible(`The search attributes ${missing.join(', ')}`, () =>
    isAnswered(() => connection.workflowService.countWorkflowExecutions({ namespace, query })),
  );
}

/** Descriptions know a new namespace or attribute at once; the services behind them know it when their caches do. */
async function isAnswered(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    return false;
  }
}

async function missingAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.filter((name) => {
    const type = customAttributes[name];
    if (type === undefined) return true;
    if (type !== IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD) {
      throw new Error(
        `The search attribute ${name} of the Temporal namespace ${namespace} has the type ${IndexedValueType[type]}, expected Keyword: use another namespace (TEMPORAL_NAMESPACE).`,
      );
    }
    return false;
  });
}

async function untilVisible(what: string, isVisible: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + visibleTimeoutMs;
  while (!(await isVisible())) {
    if (Date.now() > end) throw new Error(`${what} did not become visible within ${visibleTimeoutMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
