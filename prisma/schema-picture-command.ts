import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prismaFolder } from './migrations-folder';
import { schemaPicture } from './schema-picture';

const target = join(prismaFolder(), '..', 'docs', 'schema.md');
writeFileSync(target, schemaPicture(readFileSync(join(prismaFolder(), 'schema.prisma'), 'utf8')));
console.log('Wrote docs/schema.md.');
