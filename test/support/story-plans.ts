import type { Db } from '../../clients/prisma';
import { policyHash } from '../../services/policy-document';
import { newId } from '../../services/ids';

// Ten days apart: beyond every cap and gap, and no two of them in one week.
const DAYS_BETWEEN = 10;

const reminder = (number: number) => ({
  id: `reminder${number}`,
  day: number * DAYS_BETWEEN,
  stage: 'reminding',
  effect: 'sendReminder',
  channel: 'email',
  role: 'owner',
  addressee: 'accountsPayable',
  severity: 1,
  tone: 'friendly',
  entry: true,
  template: 'reminder',
  sources: ['S53'],
});

/**
 * Stores a policy of `messages` reminders by e-mail, ten days apart, in one stage; returns its name. With `readWithin` an SMS
 * follows each of them that nobody opens within a day (S192).
 */
export async function aPolicyOfMessages(db: Db, messages: number, readWithin = false): Promise<string> {
  const policy = readWithin ? `read-messages-${messages}` : `messages-${messages}`;
  const reading = readWithin ? { readWithin: { hours: 24, else: 'sms' } } : {};
  const document = {
    policy,
    version: 1,
    languages: ['en'],
    stages: ['reminding'],
    catchUp: { value: 'fitting', ownChoice: 'decisions 2.2' },
    minGapDays: { value: 3, ownChoice: 'decisions 2.2' },
    reviewEveryDays: { value: 30, ownChoice: 'decisions 2.5' },
    promiseGraceBankDays: { value: 2, ownChoice: 'U3' },
    unknownAfterHours: { value: 24, ownChoice: 'decisions 4.3' },
    review: { role: 'manager', deadlineDays: 5, ownChoice: 'decisions 2.5' },
    caps: { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48, ownChoice: 'U1' },
    precedence: { motive: 'stageCaps', quadrant: 'stageFirst', sources: ['X37', 'X18'] },
    windows: { default: { ranges: ['09:00-17:30'], workingDaysOnly: true, ownChoice: 'U1' } },
    steps: Array.from({ length: messages }, (_, index) => ({ ...reminder(index + 1), ...reading })),
  };
  const text = '{{ creditor }}: {{ overdueTotal }}';
  const templates = {
    'reminder.en.email': `Subject: Reminder\n\n${text}`,
    ...(readWithin ? { 'reminder.en.sms': text } : {}),
  };
  const hash = policyHash(document, templates);
  await db.policyVersion.createMany({
    data: [{ id: newId(), name: policy, version: 1, hash, document, templates }],
    skipDuplicates: true,
  });
  return policy;
}
