/** The migrated database from which those of the jest workers are copied. */
export const templateName = 'dunwell_template';

/** The database of one jest worker; workers are numbered from 1. */
export function databaseName(worker: number | string): string {
  return `dunwell_test_${worker}`;
}

/**
 * Reads what the global set-up published.
 *
 * @throws Error when the test does not run under jest.
 */
export function published(
  name: 'TEST_DATABASE_OWNER_URL' | 'TEST_DATABASE_RUNTIME_URL' | 'TEST_TEMPORAL_ADDRESS' | 'TEST_FOLDER',
): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with "npm test".`);
  return value;
}

/** The namespace of one jest worker: the product's task queues have fixed names, and two test files run at a time. */
export function namespaceName(worker: number | string): string {
  return `test-${worker}`;
}
