import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../../../domain/policy/json-schema';

const published = join(__dirname, '..', '..', '..', 'policies', 'policy.schema.json');

describe('the JSON Schema of the policy document', () => {
  it('is the published file: write it anew with "npx dunwell policy schema > policies/policy.schema.json"', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(policyJsonSchema());
  });

  it('describes every field of a step', () => {
    const step = policyJsonSchema().properties?.['steps'];
    const items = typeof step === 'object' ? step.items : undefined;
    const fields = typeof items === 'object' && !Array.isArray(items) ? Object.entries(items.properties ?? {}) : [];
    const silent = fields.filter(([, field]) => typeof field !== 'object' || field.description === undefined);
    expect(fields.length).toBeGreaterThan(20);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
