import { DomainError } from './errors';

function refuse(path: string, found: string): never {
  throw new DomainError('notPlainJson', `${path} is ${found}; expected plain JSON`);
}

function canonicalText(text: string, path: string): string {
  if (/\p{Surrogate}/u.test(text)) refuse(path, 'text with half of a surrogate pair');
  return JSON.stringify(text);
}

function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalObject(value: object, path: string): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  }
  if (!isRecord(value)) return refuse(path, `an instance of ${value.constructor.name}`);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalText(key, path)}:${write(value[key], `${path}.${key}`)}`);
  return `{${members.join(',')}}`;
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalText(value, path);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : refuse(path, String(value));
  if (typeof value === 'object') return canonicalObject(value, path);
  return refuse(path, typeof value);
}

/**
 * The one canonical text of a plain JSON value: keys sorted by code unit, numbers and strings as ECMAScript writes them, no
 * white space. Two values that mean the same have the same text, so that it can be hashed.
 *
 * @throws DomainError naming the path of what is not plain JSON: undefined, Date, bigint, NaN, an instance of a class, half
 * of a surrogate pair.
 * @see RFC 8785 (JSON Canonicalization Scheme) section 3.2
 */
export const canonicalJson = (value: unknown): string => write(value, '$');
