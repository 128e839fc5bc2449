/** One field of a Prisma model. `references` are the names of the fields that hold the foreign key of a relation. */
export interface Field {
  name: string;
  type: string;
  isOptional: boolean;
  isList: boolean;
  isRelation: boolean;
  isId: boolean;
  isUnique: boolean;
  references: string[];
}

/** One model of a Prisma schema, with the `///` text above it. */
export interface Model {
  name: string;
  meaning: string;
  fields: Field[];
}

const MODEL = /((?:^\/\/\/[^\n]*\n)*)^model (\w+) \{\n([\s\S]*?)^\}/gm;
const FIELD = /^\s+(\w+)\s+(\w+)(\?|\[\])?(.*)$/;

/** The models of a Prisma schema in their order. Reads what this project writes: one field a line, no views, no composite types. */
export function readModels(schema: string): Model[] {
  const found = [...schema.matchAll(MODEL)].map(([, comment = '', name = '', body = '']) => ({ comment, name, body }));
  const names = new Set(found.map(({ name }) => name));
  return found.map(({ comment, name, body }) => ({
    name,
    meaning: comment
      .replaceAll(/^\/\/\/ ?/gm, '')
      .trim()
      .replaceAll('\n', ' '),
    fields: withCompositeKeys(body, readFields(body, names)),
  }));
}

function readFields(body: string, models: Set<string>): Field[] {
  return body.split('\n').flatMap((line) => {
    const [, name, type, mark, rest = ''] = FIELD.exec(line) ?? [];
    if (name === undefined || type === undefined) return [];
    return {
      name,
      // A calendar date and an instant are one type to Prisma.
      type: /@db\.Date\b/.test(rest) ? 'Date' : type,
      isOptional: mark === '?',
      isList: mark === '[]',
      isRelation: models.has(type),
      isId: /@id\b/.test(rest),
      isUnique: /@unique\b/.test(rest),
      references: listIn(rest, 'fields'),
    };
  });
}

function listIn(text: string, key: string): string[] {
  const list = new RegExp(`\\b${key}: \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '';
  return list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function withCompositeKeys(body: string, fields: Field[]): Field[] {
  const key =
    /@@id\(\[([^\]]*)\]/
      .exec(body)?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? [];
  return fields.map((field) => (key.includes(field.name) ? { ...field, isId: true } : field));
}
