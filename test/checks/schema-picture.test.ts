import { readFileSync } from 'node:fs';
import path from 'node:path';
import { schemaPicture } from '../../prisma/schema-picture';

const root = path.resolve(__dirname, '../..');

const schema = `
/// Who owes.
model Debtor {
  id       String    @id
  name     String?
  invoices Invoice[]
}

/// What is owed: a claim | a sum.
model Invoice {
  id          String   @id
  debtorId    String   @map("debtor_id")
  amountMinor BigInt   @map("amount_minor")
  dueDate     DateTime @map("due_date") @db.Date
  createdAt   DateTime @default(now())

  debtor Debtor @relation(fields: [debtorId], references: [id])

  @@index([debtorId])
}
`;

const rooms = { Parties: ['Debtor'], Claims: ['Invoice'] };

describe('the ER picture', () => {
  it('is up to date with prisma/schema.prisma (npm run docs:schema writes it)', () => {
    const expected = schemaPicture(readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8'));
    expect(readFileSync(path.join(root, 'docs/schema.md'), 'utf8')).toBe(expected);
  });

  it('draws keys, optional fields and the relation in the room of the child', () => {
    const picture = schemaPicture(schema, rooms);
    expect(picture).toContain('  Debtor {\n    String id PK\n    String name "optional"\n  }');
    expect(picture).toContain(
      '  Invoice {\n    String id PK\n    String debtorId FK\n    BigInt amountMinor\n    Date dueDate\n  }',
    );
    expect(picture).toContain('  Debtor ||--o{ Invoice : "debtor"\n');
    expect(picture).toContain('| Invoice | What is owed: a claim \\| a sum. |');
  });

  it('refuses a model that stands in no room', () => {
    expect(() => schemaPicture(schema, { Parties: ['Debtor'] })).toThrow(
      'Model Invoice stands in 0 rooms of the schema picture, expected 1',
    );
  });

  it('refuses a room with a model that the schema lacks', () => {
    expect(() => schemaPicture(schema, { ...rooms, Other: ['Ghost'] })).toThrow(
      'has a model Ghost that schema.prisma lacks',
    );
  });
});
