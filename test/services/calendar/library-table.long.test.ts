import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryTableText } from '../../support/holiday-library';

const file = join(__dirname, '..', '..', '..', 'services', 'calendar', 'library-table.ts');

it('R27 the table of holidays says what the library says, every country and year', () => {
  const text = libraryTableText();
  if (process.env['RECORD_HOLIDAYS'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
