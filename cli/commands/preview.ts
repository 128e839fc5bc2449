import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import { messagePreviewAnswer } from '../../api/message-preview-answer';
import { messagePicture } from '../message-picture';
import type { Output } from '../output';
import type { OpenContext } from './context';

type Preview = z.infer<typeof messagePreviewAnswer>;

interface PreviewOptions {
  json?: boolean;
  step: string;
  pdf?: string;
  html?: string;
}

function decisionText({ decision }: Preview): string {
  if (decision.kind === 'send') return 'may go out now';
  const when = decision.until === null ? '' : ` until ${decision.until}`;
  return `${decision.kind === 'defer' ? `put off${when}` : 'refused'}${decision.why === null ? '' : `: ${decision.why}`}`;
}

function reviewText({ reviewed, proposal }: Preview): string | null {
  if (proposal !== null) return `proposal ${proposal.id} is ${proposal.state}`;
  return reviewed ? 'a person reads it before it goes out' : null;
}

function previewText(out: Output, shown: Preview): void {
  const { recipient, sms } = shown;
  out.line(
    out.colors.bold(
      `${shown.step} by ${shown.channel}, ${shown.language}${shown.tone === null ? '' : `, ${shown.tone}`}`,
    ),
  );
  out.line(
    `  to        ${recipient.name ?? recipient.role} (${recipient.role}), ${recipient.address ?? 'no usable address'}`,
  );
  out.line(`  covers    ${shown.covers.join(', ')}`);
  out.line(`  decision  ${decisionText(shown)}`);
  const review = reviewText(shown);
  if (review !== null) out.line(`  review    ${review}`);
  if (sms !== null) {
    const { segments, units, encoding, cost } = sms;
    out.line(
      `  SMS       ${segments} segments, ${units} characters in ${encoding}, about ${cost.amount} ${cost.currency} (${cost.source})`,
    );
  }
  if (sms?.canBeAnswered === false) out.line('            answers to it do not reach us');
  if (shown.attach.length > 0) out.line(`  attached  ${shown.attach.join(', ')}`);
  if (shown.contentSid !== null) out.line(`  template  ${shown.contentSid}`);
  if (shown.document !== null) out.line(`  letter    ${shown.document}`);
  out.line();
  if (shown.subject !== null) out.line(out.colors.bold(shown.subject));
  out.line(shown.text);
}

/** `dunwell preview <case> --step …`: what would go to whom if the step were taken now. */
export function registerPreview(program: Command, open: OpenContext): void {
  program
    .command('preview')
    .description('show what a step of a case would say now, to whom, through what and at what cost; nothing is sent')
    .argument('<case>', 'invoice number, invoice id or case id')
    .requiredOption('--step <id>', 'step of the case’s policy, such as friendlyReminder')
    .option('--pdf <file>', 'write the letter to this file')
    .option('--html <file>', 'write what the addressee sees to this file')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: PreviewOptions) => {
      const { client, out } = open(options);
      const path = `/v1/cases/${encodeURIComponent(id)}/message`;
      const shown = await client.get(path, messagePreviewAnswer, { step: options.step });
      if (options.pdf !== undefined && shown.document !== null) {
        writeFileSync(options.pdf, await client.download(shown.document));
        out.note(`The letter is in ${options.pdf}.`);
      }
      if (options.html !== undefined) {
        writeFileSync(options.html, messagePicture(shown));
        out.note(`What the addressee sees is in ${options.html}.`);
      }
      out.result(shown, () => previewText(out, shown));
    });
  program
    .command('statement')
    .description('write the statement of account of a debtor as PDF')
    .argument('<debtor>', 'debtor number or id')
    .requiredOption('--pdf <file>', 'where to write it')
    .action(async (debtor: string, options: { pdf: string }) => {
      const { client, out } = open({});
      writeFileSync(options.pdf, await client.download(`/v1/debtors/${encodeURIComponent(debtor)}/statement.pdf`));
      out.line(`The statement of ${debtor} is in ${options.pdf}.`);
    });
}
