import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type LimitPreset, presetSchema } from '../domain/policy/schema';

// Above the sources, and above their compiled copies below dist/.
const places = [join(__dirname, '..'), join(__dirname, '..', '..')].map((root) => join(root, 'policies', 'presets'));

let presets: readonly LimitPreset[] | null = null;

/**
 * The presets of the product, from `policies/presets` beside its code, read once: limits of texts that bind nobody between
 * companies, for policies that want to keep them all the same (decisions 7).
 * @throws Error when the folder is missing; ZodError when a preset is not as expected
 */
export function productPresets(): readonly LimitPreset[] {
  presets ??= readPresets();
  return presets;
}

function readPresets(): readonly LimitPreset[] {
  const folder = places.find((place) => existsSync(place));
  if (folder === undefined) throw new Error(`No folder policies/presets found near ${__dirname}`);
  const files = readdirSync(folder).sort();
  return files.map((file) => presetSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))));
}

/**
 * The document with the values of the preset that its `limits` name; what it states itself stands. A document without a
 * preset, or with one that nobody knows, is returned as it is: the check names the fault.
 */
export function withPreset(document: unknown, known: readonly LimitPreset[]): unknown {
  if (!isFields(document) || !isFields(document['limits'])) return document;
  const { limits } = document;
  const preset = known.find((other) => other.preset === limits['preset']);
  return preset === undefined ? document : { ...document, limits: { ...preset.limits, ...limits } };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
