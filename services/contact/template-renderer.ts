import type { Plan } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import type { MessageFacts } from '../render/facts';
import { localDateIn } from '../local-day';
import type { PolicyStore } from '../policy-store';
import { renderMessage } from '../render/message';
import { addDays, dayOf, isoDate, isoDateOf, parseDay } from '../../domain/time';
import type { ContactContent, MessageRenderer } from './message-content';

function factsOf(content: ContactContent, plan: Plan): MessageFacts {
  const today = dayOf(localDateIn(content.creditor.zone, new Date(content.at)));
  const payByDays = plan.steps.find((step) => step.id === content.leadStep)?.payByDays;
  const announced = announcedLegalDay(plan, { step: content.leadStep, today, stageDay: content.leadDay });
  return {
    asOf: isoDateOf(today),
    creditor: { name: content.creditor.legalName },
    debtor: { name: content.debtor.name },
    person: content.personName === null ? null : { name: content.personName },
    invoices: content.invoices.map(({ number, currency, amountMinor, openMinor, dueDate }) => ({
      number,
      amount: { amountMinor, currency },
      open: { amountMinor: openMinor, currency },
      dueDate: isoDate(dueDate),
      daysPastDue: today - parseDay(dueDate),
    })),
    signer: { name: content.creditor.name, title: content.language === 'zh-CN' ? '应收账款部' : 'Accounts receivable' },
    payBy: payByDays === undefined ? null : isoDateOf(addDays(today, payByDays)),
    announcedLegalDate: announced === null ? null : isoDateOf(announced),
  };
}

/** Renders the pinned policy's own templates, whatever the newest version says. */
export const createTemplateRenderer = (policies: PolicyStore): MessageRenderer => ({
  async render(content) {
    const templates = await policies.templatesOf(content.policyHash);
    const { template, channel, language } = content;
    const {
      subject = null,
      text,
      html = null,
    } = renderMessage({
      templates,
      template,
      channel,
      language,
      facts: factsOf(content, await policies.planOfHash(content.policyHash)),
    });
    return { subject, text, html };
  },
});
