import { z } from 'zod';
import { textFacts } from '../plan';
import { fieldTexts } from './field-texts';
import { policySchema } from './schema';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema (draft 2020-12) of the policy document as authors write it, for editors. What zod's own conversion loses is put back: rules
 * between fields, hours, amounts by currency, the words of each fact. Rules about the whole ladder stay with `policy check`.
 */
export function policyJsonSchema(): JsonSchema {
  return z.toJSONSchema(policySchema, {
    io: 'input',
    override: ({ jsonSchema, path }) => refine(jsonSchema, path.map(String)),
  });
}

const oneOfFields = (names: readonly string[]): JsonSchema[] => names.map((name) => ({ required: [name] }));

function refine(schema: JsonSchema, path: readonly string[]): void {
  const has = (...names: readonly string[]): boolean =>
    names.every((name) => schema.properties !== undefined && Object.hasOwn(schema.properties, name));
  const all: JsonSchema[] = [];
  if (has('sources', 'ownChoice')) all.push({ anyOf: oneOfFields(['sources', 'ownChoice']) });
  if (has('halfTerm', 'event')) all.push({ oneOf: oneOfFields(['day', 'after', 'halfTerm', 'event']) });
  if (has('fact', 'in')) all.push({ oneOf: oneOfFields(['in', 'notIn']) }, ...wordsOfFacts());
  if (has('fact', 'atLeast')) all.push({ anyOf: oneOfFields(['atLeast', 'below']) });
  if (has('percent', 'plan')) {
    all.push({ anyOf: oneOfFields(['percent', 'plan']), dependentRequired: { percent: ['of'], of: ['percent'] } });
  }
  if (all.length > 0) schema.allOf = all;
  if (has('policy', 'steps')) schema.title = 'Dunwell policy';
  if (path.at(-1) === 'windows') schema.required = ['default'];
  if (path.at(-1) === 'items' && path.at(-3) === 'ranges') schema.pattern = hours;
  if (path.at(-2) === 'ranges' && schema.type === 'string') schema.pattern = hours;
  if (isAmounts(schema, path)) {
    schema.propertyNames = { pattern: '^[A-Z]{3}$' };
    schema.additionalProperties = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
  }
  describe(schema);
}

const hours = '^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-4]):[0-5]\\d$';

const isAmounts = (schema: JsonSchema, path: readonly string[]): boolean =>
  schema.type === 'object' && schema.properties === undefined && path.at(-1) !== 'windows';

/** Each fact has words of its own; a currency has none of ours. */
const wordsOfFacts = (): JsonSchema[] =>
  Object.entries(textFacts).flatMap(([fact, words]) =>
    words === null
      ? []
      : [
          {
            if: { properties: { fact: { const: fact } } },
            then: {
              properties: { in: { items: { enum: [...words] } }, notIn: { items: { enum: [...words] } } },
            },
          },
        ],
  );

/** What editors show beside a field. */
function describe(schema: JsonSchema): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const text = Object.hasOwn(fieldTexts, name) ? fieldTexts[name] : undefined;
    if (text !== undefined && typeof field === 'object') field.description = `${text.en}\n${text['zh-CN']}`;
  }
}
