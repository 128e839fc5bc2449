import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as bindingsTypes from '@prisma/schema-engine-wasm/schema_engine_bg' with { 'resolution-mode': 'import' };
import { MigrationPg } from './migration-adapter';

// `lib.dom`, where TypeScript declares it, is not part of this project; Node has it all the same.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

type Bindings = typeof bindingsTypes;

/** The engine that compares schemas and applies migrations; one instance serves one command. */
export type SchemaEngine = bindingsTypes.SchemaEngine;

const emptySchema: [path: string, content: string][] = [
  ['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n'],
];

let loading: Promise<Bindings> | undefined;

/** Loads Prisma's schema engine, which is a WebAssembly module: it needs no download and no binary. */
async function loadBindings(): Promise<Bindings> {
  // An import at the top would cost every program that only asks what is pending.
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = dirname(createRequire(__filename).resolve('@prisma/schema-engine-wasm'));
  const module = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': importsOf(bindings) });
  bindings.__wbg_set_wasm(exports);
  // The engine reports a bug of its own here; without a registry only a meaningless TypeError is seen.
  Reflect.set(globalThis, 'PRISMA_WASM_PANIC_REGISTRY', {
    set_message(message: string) {
      throw new Error(`Prisma's schema engine failed: ${message}`);
    },
  });
  if ('__wbindgen_start' in exports && isFunction(exports.__wbindgen_start)) exports.__wbindgen_start();
  return bindings;
}

/**
 * What the engine calls outside: its own bindings, but for timers. It sets one of ten seconds for its lock and never clears
 * it, which would keep every process that migrated alive for so long.
 */
function importsOf(bindings: Bindings): object {
  const imports: Record<string, unknown> = { ...bindings };
  for (const [name, binding] of Object.entries(imports)) {
    if (!name.startsWith('__wbg_setTimeout') || !isFunction(binding)) continue;
    imports[name] = (...args: unknown[]) => {
      const timer = binding(...args);
      if (typeof timer === 'object' && timer !== null && 'unref' in timer && isFunction(timer.unref)) timer.unref();
      return timer;
    };
  }
  return imports;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

/**
 * Runs one command of the schema engine against the database at `url` and closes every connection that it opened: an
 * abandoned one keeps the engine's lock, on which the next command would wait for ten seconds.
 *
 * @throws Error with the engine's message.
 */
export async function withSchemaEngine<T>(
  url: string,
  command: (engine: SchemaEngine) => Promise<T>,
  // The engine asks for a schema even where only the migrations matter.
  datamodels = emptySchema,
): Promise<T> {
  loading ??= loadBindings();
  const bindings = await loading;
  const factory = new MigrationPg(url);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    return await command(engine);
  } finally {
    await factory.disposeAll();
  }
}
